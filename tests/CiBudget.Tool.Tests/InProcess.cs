namespace CiBudget.Tool.Tests;

/// <summary>
/// The tool's command in this process, as if it were one of its own: folder, variables and streams are a process's, so one command runs
/// at a time. It takes milliseconds, where a process takes a third of a second of the processor.
/// </summary>
internal static class InProcess
{
    private static readonly Lock Turn = new();

    public static ToolResult Run(string folder, string[] environment, string[] arguments)
    {
        lock (Turn)
        {
            var own = Variables();
            var (here, output, error) = (Environment.CurrentDirectory, Console.Out, Console.Error);
            using var said = new StringWriter { NewLine = "\n" };
            using var complained = new StringWriter { NewLine = "\n" };
            try
            {
                foreach (var name in own.Keys.Where(Tool.IsInherited))
                    Environment.SetEnvironmentVariable(name, null);
                foreach (var (name, value) in Tool.Pairs(environment))
                    Environment.SetEnvironmentVariable(name, value);
                Environment.CurrentDirectory = folder;
                Console.SetOut(said);
                Console.SetError(complained);
                var exit = CommandLine.RunAsync(arguments).GetAwaiter().GetResult();
                return new(exit, said.ToString(), complained.ToString());
            }
            finally
            {
                Console.SetOut(output);
                Console.SetError(error);
                Environment.CurrentDirectory = here;
                foreach (var name in Variables().Keys.Except(own.Keys))
                    Environment.SetEnvironmentVariable(name, null);
                foreach (var (name, value) in own)
                    Environment.SetEnvironmentVariable(name, value);
            }
        }
    }

    private static Dictionary<string, string> Variables() =>
        Environment
            .GetEnvironmentVariables()
            .Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(pair => (string)pair.Key, pair => (string)pair.Value!);
}
