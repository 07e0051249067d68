using System.CommandLine;
using CiBudget.Replay;

namespace CiBudget.Tool;

/// <summary>Names of scenarios, which a shell can complete.</summary>
internal static class ScenarioArgument
{
    public static Argument<string[]> Create(ArgumentArity arity)
    {
        var argument = new Argument<string[]>("SCENARIO")
        {
            Description = "A name of the catalogue, or a file whose name ends in .json.",
            Arity = arity,
        };
        argument.CompletionSources.Add(_ => ScenarioCatalogue.Names);
        return argument;
    }
}
