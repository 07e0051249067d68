using System.Text;
using CiBudget.Hosting;
using CiBudget.Tables;

namespace CiBudget.Tool;

/// <summary>Where text goes, and what the other end can show.</summary>
internal static class Terminal
{
    /// <summary>Paths below it are shown relative to it.</summary>
    public static string Root => CiHost.SourceRoot ?? Environment.CurrentDirectory;

    public static ReportStyle Style =>
        new()
        {
            Width = HostTerminal.Width(CiHost.Variable),
            Color = HostTerminal.Color(CiHost.Variable),
            Root = Root,
        };

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

    /// <summary>JSON for programs where that is asked for, else rows and paragraphs for people.</summary>
    public static void Write(bool asJson, Func<object> json, Action<ConsolePage> draw)
    {
        if (asJson)
            Write(JsonOutput.Format(json()));
        else
            Write(draw);
    }
}
