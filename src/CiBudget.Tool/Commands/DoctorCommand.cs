using System.CommandLine;
namespace CiBudget.Tool.Commands;
internal static class DoctorCommand { public static Command Create() => new("doctor"); }
