using System.CommandLine;
namespace CiBudget.Tool.Commands;
internal static class InitCommand { public static Command Create() => new("init"); }
