using CiBudget.Tokens;

namespace CiBudget.Wire;

/// <summary>What one message in an answer said about itself: identity, usage, how it ended.</summary>
public sealed record ResponseUsage
{
    /// <summary><c>id</c> of the message (<c>msg_…</c>); null when none was read.</summary>
    public string? MessageId { get; init; }

    /// <summary><c>model</c> of the message; null when none was read.</summary>
    public string? Model { get; init; }

    /// <summary><c>stop_reason</c>; null when none was read.</summary>
    public string? StopReason { get; init; }

    /// <summary><c>request_id</c> of an error body; null when none was read.</summary>
    public string? RequestId { get; init; }

    /// <summary>The error that the body or an <c>error</c> event in the stream carried; null when there was none.</summary>
    public ClaudeError? Error { get; init; }

    /// <summary>
    /// The priced parts: one for a plain answer, one per entry of <c>usage.iterations</c>; empty when the answer carried no usage.
    /// </summary>
    public IReadOnlyList<Usage> Parts { get; init; } = [];

    /// <summary>
    /// A counter whose value no counter can have (a text, a negative number, none where there has to be one), by its path such as
    /// <c>usage.output_tokens</c>: then nothing is known of the cost and there are no <see cref="Parts"/>. Null when all could be read.
    /// </summary>
    public string? UnreadableCounter { get; init; }

    /// <summary>
    /// False when the counts are a lower bound: a stream without <c>message_delta</c> or <c>message_stop</c>, a body that was cut.
    /// </summary>
    public bool Complete { get; init; }

    /// <summary>The same answer, with the model that was asked for where it names none, as Converse does.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ResponseUsage WithModel(string? asked) =>
        asked is not null
        && Model is null
        && Parts.Count == 1
        && Parts[0] is { Model: null, Unbilled: UnbilledReason.None } part
            ? this with
            {
                Model = asked,
                Parts = [part with { Model = asked }],
            }
            : this;

    /// <summary>True for one line of a batch result, which is counted once for each <see cref="MessageId"/> however often it is fetched.</summary>
    public bool BatchResult { get; init; }
}
