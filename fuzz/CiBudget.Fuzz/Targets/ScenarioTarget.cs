using System.Text;
using CiBudget.Replay;

namespace CiBudget.Fuzz;

/// <summary>Scenario files: any text gives a scenario or one fault at a place inside the text.</summary>
internal sealed class ScenarioTarget : ITarget
{
    public ScenarioTarget()
    {
        var catalogue = typeof(ReplayServer).Assembly;
        Seeds =
        [
            .. catalogue
                .GetManifestResourceNames()
                .Where(name => name.EndsWith(".json", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var bytes = new MemoryStream();
                    using var resource = catalogue.GetManifestResourceStream(name)!;
                    resource.CopyTo(bytes);
                    return bytes.ToArray();
                }),
        ];
    }

    public string Name => "scenario";

    public IReadOnlyList<byte[]> Seeds { get; }

    public string Try(byte[] input, Random random)
    {
        try
        {
            var scenario = ScenarioFile.Parse(input, "a.scenario.json", BodySources.None);
            BrokenPromiseException.Unless(scenario.Steps.Count > 0, "a scenario has no step");
            return string.Join(
                '|',
                scenario.Steps.Take(4).Select(step => $"{step.Status} {step.Body?.GetType().Name}")
            );
        }
        catch (ScenarioException fault)
        {
            var lines = Encoding.UTF8.GetString(input).Split('\n', '\r');
            BrokenPromiseException.Unless(
                fault.Position == Position.None
                    ? fault.Fault.Contains("empty", StringComparison.Ordinal)
                    : fault.Position.Line >= 1
                        && fault.Position.Line <= lines.Length
                        && fault.Position.Column >= 1,
                $"the place of a fault, {fault.Position}, is not in the text"
            );
            return string.Concat(fault.Fault.Where((_, at) => at < 40));
        }
    }
}
