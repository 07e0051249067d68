using System.CommandLine;
namespace CiBudget.Tool.Commands;
internal static class PricesCommand { public static Command Create() => new("prices"); }
