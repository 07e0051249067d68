using System.Text;
using CiBudget.Tokens;

namespace CiBudget.Replay;

/// <summary>Every billing failure can strike while a stream runs: 200, some deltas, then <c>event: error</c> with the same body.</summary>
internal static class MidStream
{
    public const string Suffix = "-mid-stream";

    /// <summary>Enough to see text: message_start, ping, content_block_start and two deltas.</summary>
    private const int EventsBefore = 5;

    public static IEnumerable<string> Names =>
        Failures.Billing.Append("overloaded").Select(static name => name + Suffix);

    public static Scenario? TryMake(string name)
    {
        if (!name.EndsWith(Suffix, StringComparison.Ordinal) || !Names.Contains(name))
            return null;

        var whole = ScenarioCatalogue.Named(name[..^Suffix.Length]);
        return whole with
        {
            Name = name,
            Title = whole.Title + ", while a stream runs",
            Provenance = new(
                ProvenanceKind.Constructed,
                $"The documented form of an error inside a stream, with the body of {whole.Name}: {whole.Provenance.Source}"
            ),
            Steps =
            [
                ScenarioStep.Reply(Begun) with
                {
                    When = StepMatch.Any,
                    Fault = Fault(whole, EventsBefore),
                },
            ],
        };
    }

    /// <summary>The fault that ends a stream as another scenario's answer says.</summary>
    /// <exception cref="ScenarioException">The other scenario is not one plain error.</exception>
    public static StepFault Fault(Scenario whole, int afterEvents) =>
        whole.Steps is [{ Status: >= 400, Body: FixedBody body } step]
            ? new StepFault
            {
                Kind = FaultKind.Error,
                AfterEvents = afterEvents,
                Error = Encoding.UTF8.GetString(body.Bytes.Span),
                ErrorStatus = step.Status,
            }
            : throw ScenarioException.Unknown(
                $"Scenario '{whole.Name}' is not one plain error, so it cannot end a stream."
            );

    private static ClaudeReply Begun { get; } =
        ClaudeReply.Message(
            "Okay, let's check the weather in San Francisco.",
            new Usage { InputTokens = 25, OutputTokens = 142 }
        );
}
