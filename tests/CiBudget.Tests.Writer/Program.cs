using System.Globalization;
using CiBudget;

// A process for tests that kill it or fill its disk: <directory> <id> <entries>. It says "written N" after every entry and, at the
// end, "lost N".
var count = long.Parse(args[2], CultureInfo.InvariantCulture);
using var writer = new LedgerWriter(args[0], new LedgerProcess { Id = args[1] });
for (var i = 1L; i <= count; i++)
{
    writer.Append(new LedgerEntry { Endpoint = ClaudeEndpoint.Messages, Status = 500 });
    Console.Out.Write("written " + i.ToString(CultureInfo.InvariantCulture) + "\n");
}
writer.Close(0, 0);
Console.Out.Write("lost " + writer.Lost.ToString(CultureInfo.InvariantCulture) + "\n");
