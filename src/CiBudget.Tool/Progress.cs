using CiBudget.Text;
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

    /// <summary>The same for work that waits, and that says what it is at.</summary>
    public static Task<T> WhileAsync<T>(string what, Func<Action<string>, Task<T>> work)
    {
        if (Console.IsErrorRedirected || Console.IsOutputRedirected)
            return work(_ => { });
        var terminal = AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }
        );
        return terminal
            .Status()
            .StartAsync(
                Markup.Escape(what),
                context => work(now => context.Status(Markup.Escape(SafeText.Line(now))))
            );
    }
}
