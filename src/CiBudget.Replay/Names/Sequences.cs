using System.Globalization;
using System.Text.RegularExpressions;

namespace CiBudget.Replay;

/// <summary>Names that say a sequence: <c>succeed-2-then-402</c>, <c>fail-3-then-recover</c>, <c>every-5th-fails</c>.</summary>
internal static partial class Sequences
{
    private const string UsualFailure = "payment-required";

    public static Scenario? TryMake(string name, string? failure = null)
    {
        if (SucceedThen().Match(name) is { Success: true } succeed)
        {
            var then = Failures.OfStatus(succeed.Groups["then"].Value);
            return Make(
                name,
                $"The first {Count(succeed)} calls succeed, every later one meets {then}",
                Success(Count(succeed)),
                Failing(then)
            );
        }
        failure ??= UsualFailure;
        if (FailThen().Match(name) is { Success: true } fail)
            return Make(
                name,
                $"The first {Count(fail)} calls meet {failure}, every later one succeeds",
                Failing(failure) with
                {
                    Times = Count(fail),
                },
                Success(null)
            );

        if (Every().Match(name) is { Success: true } every && Count(every) > 1)
        {
            var steps = new[]
            {
                Success(Count(every) - 1),
                Failing(failure) with
                {
                    Times = 1,
                    When = StepMatch.Messages,
                },
            };
            return Make(name, $"One call in {Count(every)} meets {failure}", steps) with
            {
                Cycle = true,
            };
        }
        return null;
    }

    private static Scenario Make(string name, string title, params ScenarioStep[] steps) =>
        new()
        {
            Name = name,
            Title = title,
            Provenance = new(
                ProvenanceKind.Constructed,
                "A sequence of scenarios; see those for where their answers come from."
            ),
            Steps = steps,
        };

    private static ScenarioStep Success(int? times) =>
        ScenarioStep.Play("success") with
        {
            Times = times,
        };

    private static ScenarioStep Failing(string failure) => ScenarioStep.Play(failure);

    private static int Count(Match match) =>
        int.Parse(match.Groups["n"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex("^succeed-(?<n>[1-9][0-9]{0,5})-then-(?<then>[a-z0-9-]+)$")]
    private static partial Regex SucceedThen();

    [GeneratedRegex("^fail-(?<n>[1-9][0-9]{0,5})-then-recover$")]
    private static partial Regex FailThen();

    [GeneratedRegex("^every-(?<n>[1-9][0-9]{0,5})(st|nd|rd|th)-fails$")]
    private static partial Regex Every();
}
