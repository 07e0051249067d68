namespace CiBudget.Replay;

/// <summary>A scenario that cannot be used: what is wrong, where, what was expected.</summary>
public sealed class ScenarioException(string code, string? path, Position position, string message)
    : CiBudgetException(Place(path, position) + $"error {code}: {message}")
{
    /// <summary>The code, see <see cref="Codes"/>.</summary>
    public string Code { get; } = code;

    /// <summary>The file's path, as given; null when no file is at fault.</summary>
    public string? Path { get; } = path;

    /// <summary>Where in the file.</summary>
    public Position Position { get; } = position;

    /// <summary>The message without file, place and code.</summary>
    public string Fault { get; } = message;

    internal static ScenarioException Unknown(string message) =>
        new(Codes.ScenarioUnknown, null, Position.None, message);

    private static string Place(string? path, Position position) =>
        path is null ? "" : position.In(path) + ": ";
}
