namespace CiBudget.Hosting;

/// <summary>What the other end of standard output can show.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HostTerminal
{
    /// <summary>Columns of a report where no terminal says how many it has.</summary>
    public const int WidthOfLogs = 120;

    private static readonly string[] NoColor = ["NO_COLOR", "CI", "TF_BUILD"];

    /// <summary>The terminal's columns; null for a pipe, a file or a log.</summary>
    public static int? Columns
    {
        get
        {
            try
            {
                return Console.IsOutputRedirected || Console.WindowWidth <= 0
                    ? null
                    : Console.WindowWidth;
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    /// <summary>Columns of a report: those that <c>CIBUDGET_WIDTH</c> or <c>COLUMNS</c> asks for, else the terminal's.</summary>
    public static int Width(Func<string, string?> environment) =>
        HostSettings.Width(environment("CIBUDGET_WIDTH"), environment("COLUMNS"))
        ?? Columns
        ?? WidthOfLogs;

    /// <summary>Colour is for people only: never in a pipe, a file or a log, nor where a variable says that it is unwelcome.</summary>
    public static bool Color(Func<string, string?> environment) =>
        Columns is not null
        && environment("TERM") != "dumb"
        && NoColor.All(name => string.IsNullOrEmpty(environment(name)));
}
