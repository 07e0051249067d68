using System.Text;
using System.Text.Json;
using CiBudget.Checking;
using CiBudget.Json;
using CiBudget.Ledger;
using CiBudget.Pricing;
using CiBudget.Text;
using CiBudget.Tokens;
using CiBudget.Wire;

namespace CiBudget.Tool.Doctor;

/// <summary>One real call of ten tokens: does the key work, whose bill is it, and if it fails, is it for money?</summary>
internal static class LiveCall
{
    private const string Subject = "live call";
    private static readonly Uri DefaultBase = new("https://api.anthropic.com");

    public static async Task<LiveAnswer> MakeAsync(string model, CancellationToken cancel)
    {
        if (CiHost.Variable(Secrets.ApiKeyVariable) is not { } key)
            return Bad($"{Secrets.ApiKeyVariable} is not set.");
        if (BaseUrl() is not { } baseUrl)
            return Bad("ANTHROPIC_BASE_URL is no http URL.");
        if (baseUrl.Scheme == "http" && !baseUrl.IsLoopback)
            return Bad(
                "ANTHROPIC_BASE_URL is plain http, which would show the key to the network: no call was made."
            );
        // A key follows no redirect to another host.
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            Timeout = TimeSpan.FromSeconds(60),
        };
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            baseUrl.ToString().TrimEnd('/') + "/v1/messages"
        )
        {
            Content = new StringContent(
                JsonSerializer.Serialize(
                    new
                    {
                        model,
                        max_tokens = 10,
                        messages = new[] { new { role = "user", content = "Say hello." } },
                    }
                ),
                Encoding.UTF8,
                "application/json"
            ),
        };
        request.Headers.TryAddWithoutValidation("x-api-key", key);
        request.Headers.TryAddWithoutValidation("anthropic-version", "2023-06-01");
        try
        {
            using var response = await client.SendAsync(request, cancel).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
            return new(
                response.IsSuccessStatusCode
                    ? new(Subject, Health.Good, Answer(body))
                    : new(Subject, Health.Bad, Failure(body, (int)response.StatusCode)),
                Header(response, "anthropic-organization-id"),
                Header(response, "anthropic-workspace-id")
            );
        }
        catch (HttpRequestException fault)
        {
            return Bad($"{baseUrl.Authority} did not answer: {fault.Message}");
        }
        catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Bad($"{baseUrl.Authority} did not answer in a minute.");
        }
    }

    private static LiveAnswer Bad(string message) => new(new(Subject, Health.Bad, message));

    private static Uri? BaseUrl() =>
        CiHost.Variable("ANTHROPIC_BASE_URL") is not { } named ? DefaultBase
        : Uri.TryCreate(named, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
        : null;

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.First() : null;

    private static string Answer(byte[] body)
    {
        var usage = Read(body, 200);
        var cost = CallCost.From(usage.Parts, default, PriceSheet.Embedded);
        var usd =
            usage.Parts.Count > 0 && cost.Usd is { } known ? Amount.Usd(known) : Spend.Unpriced;
        return $"\"{TextOf(body)}\" from {usage.Model ?? "an unnamed model"}: {Amount.Count(cost.Reported.Input)} tokens in, {Amount.Count(cost.Reported.Output)} out, {usd}";
    }

    private static string Failure(byte[] body, int status)
    {
        var kind = Read(body, status).Error?.Kind ?? FailureKind.Other;
        var mend = kind switch
        {
            _ when BillingFailures.IsBilling(kind) =>
                $"{BillingFailures.CauseOf(kind)}. {BillingFailures.CureOf(kind)}",
            FailureKind.RateLimited => "a rate limit, no billing failure. Wait and try again.",
            FailureKind.Overloaded => "Claude is overloaded, no billing failure. Try again later.",
            FailureKind.Authentication =>
                $"the key is wrong or was withdrawn. Make a new one: Claude Console, API keys; then set {Secrets.ApiKeyVariable}.",
            FailureKind.Permission =>
                "the key may not do this. Check its workspace: Claude Console, API keys.",
            FailureKind.InvalidRequest => "the request was refused; another --model may work.",
            _ => "not a billing failure that this version knows.",
        };
        return $"HTTP {Amount.Plain(status)}, {Naming.Camel(kind)}: {mend}";
    }

    private static ResponseUsage Read(byte[] body, int status)
    {
        var read = new ResponseUsage();
        var reader = new UsageReader(BodyShape.Json, message => read = message, status);
        reader.Write(body);
        reader.Complete(endOfBody: true);
        return read;
    }

    private static string TextOf(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document
                    .RootElement.GetProperty("content")
                    .EnumerateArray()
                    .Select(block =>
                        block.TryGetProperty("text", out var text) ? text.GetString() : null
                    )
                    .FirstOrDefault(text => text is not null)
                ?? "(no text)";
        }
        catch (Exception fault)
            when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "(no text)";
        }
    }
}
