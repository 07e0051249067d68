using System.CommandLine;

namespace CiBudget.Tool.Commands;

/// <summary>The price sheet: where each price is from, how old it is, and what somebody else's list says.</summary>
internal static class PricesCommand
{
    public static Command Create() =>
        new("prices", "The price sheet, with sources and dates.")
        {
            PricesListCommand.Create(),
            PricesCheckCommand.Create(),
            PricesImportCommand.Create(),
        };
}
