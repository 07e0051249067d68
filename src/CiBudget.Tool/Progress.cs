using CiBudget.Text;
using Spectre.Console;

namespace CiBudget.Tool;

/// <summary>Shows on a terminal that long work goes on; logs and pipes see nothing of it.</summary>
internal static class Progress
{
    public static T While<T>(string what, Func<T> work) =>
        IsHidden ? work() : Status().Start(Markup.Escape(what), _ => work());

    /// <summary>The same for work that waits, and that says what it is at.</summary>
    public static Task<T> WhileAsync<T>(string what, Func<Action<string>, Task<T>> work) =>
        IsHidden
            ? work(_ => { })
            : Status()
                .StartAsync(
                    Markup.Escape(what),
                    context => work(now => context.Status(Markup.Escape(SafeText.Line(now))))
                );

    private static bool IsHidden => Console.IsErrorRedirected || Console.IsOutputRedirected;

    private static Status Status() =>
        AnsiConsole
            .Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) })
            .Status();
}
