namespace CiBudget.Replay;

/// <summary>A scenario that cannot be used: what is wrong, where, what was expected.</summary>
public sealed class ScenarioException : CiBudgetException
{
    /// <summary>Creates the exception for one place in one file.</summary>
    public ScenarioException(string code, string? path, Position position, string message)
        : base(Place(path, position) + $"error {code}: {message}")
    {
        Code = code;
        Path = path;
        Position = position;
        Fault = message;
    }

    /// <summary>The code, see <see cref="Codes"/>.</summary>
    public string Code { get; }

    /// <summary>The file's path, as given; null when no file is at fault.</summary>
    public string? Path { get; }

    /// <summary>Where in the file.</summary>
    public Position Position { get; }

    /// <summary>The message without file, place and code.</summary>
    public string Fault { get; }

    internal static ScenarioException Unknown(string message) =>
        new(Codes.ScenarioUnknown, null, Position.None, message);

    private static string Place(string? path, Position position) =>
        path is null ? "" : position.In(path) + ": ";
}
