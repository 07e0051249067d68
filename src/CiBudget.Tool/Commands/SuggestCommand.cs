using System.CommandLine;
namespace CiBudget.Tool.Commands;
internal static class SuggestCommand { public static Command Create() => new("suggest"); }
