using System.CommandLine;
namespace CiBudget.Tool.Commands;
internal static class BaselineCommand { public static Command Create() => new("baseline"); }
