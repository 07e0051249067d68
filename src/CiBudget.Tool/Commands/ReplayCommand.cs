using System.CommandLine;

namespace CiBudget.Tool.Commands;

/// <summary>The scenarios of a fake Claude: shown, exported, served.</summary>
internal static class ReplayCommand
{
    public static Command Create() =>
        new("replay", "Play the ways in which Claude billing fails, from a server on this machine.")
        {
            ReplayListCommand.Create(),
            ReplayShowCommand.Create(),
            ReplayExportCommand.Create(),
            ReplayServeCommand.Create(),
            ReplayExpectCommand.Create(),
        };
}
