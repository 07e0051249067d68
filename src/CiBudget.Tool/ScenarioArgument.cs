using System.CommandLine;
using CiBudget.Replay;

namespace CiBudget.Tool;

/// <summary>Names of scenarios, which a shell can complete.</summary>
internal static class ScenarioArgument
{
    private const string Description =
        "A name of the catalogue, or a file whose name ends in .json.";

    public static Argument<string> One() => Completed(new Argument<string>("SCENARIO"));

    public static Argument<string[]> Many(ArgumentArity arity) =>
        Completed(new Argument<string[]>("SCENARIO") { Arity = arity });

    private static T Completed<T>(T argument)
        where T : Argument
    {
        argument.Description = Description;
        // Else help would print the whole catalogue in its place.
        argument.HelpName = argument.Name;
        argument.CompletionSources.Add(_ => ScenarioCatalogue.Names);
        return argument;
    }
}
