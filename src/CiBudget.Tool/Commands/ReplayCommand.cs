using System.CommandLine;
namespace CiBudget.Tool.Commands;
internal static class ReplayCommand { public static Command Create() => new("replay"); }
