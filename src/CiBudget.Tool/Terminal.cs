using System.Text;
using CiBudget.Checking;
using CiBudget.Tables;

namespace CiBudget.Tool;

/// <summary>Where text goes, and what the other end can show.</summary>
internal static class Terminal
{
    private const int WidthOfLogs = 120;

    /// <summary>Paths below it are shown relative to it.</summary>
    public static string Root => CiHost.SourceRoot ?? Environment.CurrentDirectory;

    /// <summary>Colour is for people only: never in a pipe, a file or a log. NO_COLOR, a CI system and TERM=dumb switch it off, too.</summary>
    public static bool Color =>
        !Console.IsOutputRedirected
        && HostSettings.AllowsColor(Environment.GetEnvironmentVariable)
        && Environment.GetEnvironmentVariable("TERM") != "dumb";

    public static ReportStyle Style =>
        new()
        {
            Width = Width,
            Color = Color,
            Root = Root,
        };

    private static int Width
    {
        get
        {
            if (
                HostSettings.Width(CiHost.Variable("CIBUDGET_WIDTH"), CiHost.Variable("COLUMNS")) is
                { } columns
            )
                return columns;
            return Console.IsOutputRedirected || Console.WindowWidth <= 0
                ? WidthOfLogs
                : Console.WindowWidth;
        }
    }

    /// <summary>A Windows console may have another code page, in which names and bars would be question marks.</summary>
    public static void UseUtf8()
    {
        try
        {
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }
        catch (IOException)
        {
            // There is no console; what is redirected is UTF-8 already.
        }
    }

    public static void Write(string text) => Console.Out.Write(Secrets.Hide(text));

    /// <summary>Rows and paragraphs, drawn as the reports draw theirs.</summary>
    public static void Write(Action<ConsolePage> draw)
    {
        var page = new ConsolePage(Style);
        draw(page);
        Write(page.ToString());
    }
}
