using Spectre.Console;

namespace CiBudget.Tool;

/// <summary>Shows on a terminal that long work goes on; logs and pipes see nothing of it.</summary>
internal static class Progress
{
    public static T While<T>(string what, Func<T> work)
    {
        if (Console.IsErrorRedirected || Console.IsOutputRedirected)
            return work();
        var terminal = AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }
        );
        return terminal.Status().Start(Markup.Escape(what), _ => work());
    }
}
