using System.CommandLine;
using CiBudget.Tool.History;

namespace CiBudget.Tool.Commands;

/// <summary>What runs cost over weeks and months.</summary>
internal static class HistoryCommand
{
    public static Command Create() =>
        new("history", "Keep what each run cost in a file that CI keeps, and show it.")
        {
            HistoryAddCommand.Create(),
            HistoryShowCommand.Create(),
        };

    public static Option<string> FileOption() =>
        new("--file")
        {
            Description = "The history: JSON lines, one a run.",
            HelpName = "FILE",
            DefaultValueFactory = _ => HistoryFile.Name,
        };
}
