using System.Diagnostics;
using System.Diagnostics.Metrics;
using CiBudget.Ledger;
using CiBudget.Tokens;

namespace CiBudget.Capture;

/// <summary>
/// Calls as metrics and activities, under the names of the OpenTelemetry conventions for generative AI
/// (opentelemetry.io/docs/specs/semconv/gen-ai), so that any exporter shows them. Nothing is measured while nobody listens.
/// </summary>
/// <remarks>
/// Meter and activity source are both called <see cref="Name"/>. Token counts include cached ones on the input side, as the
/// conventions ask. Replayed calls are marked <c>cibudget.replayed</c>.
/// </remarks>
public static class LiveMetrics
{
    /// <summary>The name of the meter and of the activity source, to give to an exporter.</summary>
    public const string Name = "CiBudget";

    private static readonly Meter Meter = new(Name);
    private static readonly ActivitySource Source = new(Name);
    private static readonly Histogram<long> Tokens = Meter.CreateHistogram<long>(
        "gen_ai.client.token.usage",
        "{token}",
        "Tokens of a call, by type."
    );
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "gen_ai.client.operation.duration",
        "s",
        "From sending a call to the last byte of its answer."
    );
    private static readonly Counter<double> Cost = Meter.CreateCounter<double>(
        "cibudget.cost",
        "USD",
        "What calls cost, or would have cost where they were replayed."
    );
    private static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "cibudget.refused_calls",
        "{call}",
        "Calls that were refused before they left."
    );

    internal static void Record(PricedEntry ended)
    {
        var entry = ended.Entry;
        if (
            entry.Endpoint
            is ClaudeEndpoint.Free
                or ClaudeEndpoint.CountTokens
                or ClaudeEndpoint.BatchCreation
        )
            return;
        if (Tokens.Enabled || Duration.Enabled || Cost.Enabled || Refused.Enabled)
            Measure(ended);
        if (Source.HasListeners() && entry.IsCall)
            Trace(entry);
    }

    private static void Measure(PricedEntry ended)
    {
        var entry = ended.Entry;
        var tags = TagsOf(entry);
        if (entry.Outcome == CallOutcome.Refused)
        {
            Refused.Add(1, tags);
            return;
        }
        if (entry.IsCall)
            Duration.Record(entry.DurationMs / 1000, tags);
        foreach (var usage in entry.Usage)
        {
            if (usage.Unbilled != UnbilledReason.None)
                continue;
            Tokens.Record(usage.PromptTokens, With(tags, "gen_ai.token.type", "input"));
            Tokens.Record(usage.OutputTokens, With(tags, "gen_ai.token.type", "output"));
        }
        // What has no price is no zero either.
        if (entry.Usage.Count > 0 && ended.Cost.Usd is { } usd)
            Cost.Add((double)usd, tags);
    }

    private static void Trace(LedgerEntry entry)
    {
        var name = entry.RequestModel is { } model ? "chat " + model : "chat";
        using var activity = Source.StartActivity(
            ActivityKind.Client,
            parentContext: Activity.Current?.Context ?? default,
            tags: TagsOf(entry),
            startTime: entry.Time,
            name: name
        );
        if (activity is null)
            return;
        if (entry.StopReason is { } reason)
            activity.SetTag("gen_ai.response.finish_reasons", new[] { reason });
        if (entry.MessageId is { } id)
            activity.SetTag("gen_ai.response.id", id);
        if (entry.Outcome != CallOutcome.Answered || entry.Error is not null)
            activity.SetStatus(ActivityStatusCode.Error);
        activity.SetEndTime((entry.Time + TimeSpan.FromMilliseconds(entry.DurationMs)).UtcDateTime);
    }

    private static TagList TagsOf(LedgerEntry entry)
    {
        var tags = new TagList
        {
            { "gen_ai.operation.name", "chat" },
            { "gen_ai.provider.name", "anthropic" },
            { "server.address", AddressOf(entry.Host) },
        };
        if (entry.RequestModel is { } asked)
            tags.Add("gen_ai.request.model", asked);
        if (entry.Usage is [{ Model: { } answered }, ..])
            tags.Add("gen_ai.response.model", answered);
        if (ErrorOf(entry) is { } error)
            tags.Add("error.type", error);
        if (entry.Replayed)
            tags.Add("cibudget.replayed", true);
        return tags;
    }

    private static string? ErrorOf(LedgerEntry entry) =>
        entry.Error?.Type
        ?? (
            entry.Outcome != CallOutcome.Answered ? entry.Outcome.ToString()
            : entry.Status is >= 400 and var status
                ? status.ToString(System.Globalization.CultureInfo.InvariantCulture)
            : null
        );

    /// <summary>Without the port, which is an attribute of its own.</summary>
    private static string AddressOf(string host) =>
        host.LastIndexOf(':') is > 0 and var colon && !host.EndsWith(']') ? host[..colon] : host;

    private static TagList With(TagList tags, string name, string value)
    {
        tags.Add(name, value);
        return tags;
    }
}
