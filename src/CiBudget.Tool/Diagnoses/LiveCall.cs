using System.Text;
using System.Text.Json;

namespace CiBudget.Tool.Diagnoses;

/// <summary>One real call of ten tokens: does the key work, whose bill is it, and if it fails, is it for money?</summary>
internal static class LiveCall
{
    private const string KeyVariable = "ANTHROPIC_API_KEY";
    private static readonly Uri DefaultBase = new("https://api.anthropic.com");

    public static async Task<Diagnosis> MakeAsync(string model, CancellationToken cancel)
    {
        const string Subject = "live call";
        if (CiHost.Variable(KeyVariable) is not { } key)
            return new(Subject, Health.Bad, $"{KeyVariable} is not set.");
        var baseUrl = CiHost.Variable("ANTHROPIC_BASE_URL") is { } named
            ? new Uri(named)
            : DefaultBase;
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
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
            var status = (int)response.StatusCode;
            return response.IsSuccessStatusCode
                ? new(Subject, Health.Good, Answer(body, response))
                : new(Subject, Health.Bad, Failure(body, status));
        }
        catch (HttpRequestException fault)
        {
            return new(Subject, Health.Bad, $"{baseUrl.Authority} did not answer: {fault.Message}");
        }
        catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new(Subject, Health.Bad, $"{baseUrl.Authority} did not answer in a minute.");
        }
    }

    private static string Answer(byte[] body, HttpResponseMessage response)
    {
        var usage = Read(body, (int)response.StatusCode);
        var cost = CallCost.Of(usage.Parts, default, PriceSheet.Embedded);
        var usd =
            usage.Parts.Count > 0 && cost.Usd is { } known ? Amount.Usd(known) : Spend.Unpriced;
        var organization = response.Headers.TryGetValues("anthropic-organization-id", out var ids)
            ? ids.First()
            : "not named";
        return $"\"{TextOf(body)}\" from {usage.Model ?? "an unnamed model"}: {Amount.Count(cost.Reported.Input)} tokens in, {Amount.Count(cost.Reported.Output)} out, {usd}; organization {organization}";
    }

    private static string Failure(byte[] body, int status)
    {
        var kind = Read(body, status).Error?.Kind ?? FailureKind.Other;
        var mend = kind switch
        {
            FailureKind.CreditExhausted =>
                "prepaid credit is used up. Add credit or turn on auto-reload: Claude Console, Settings, Billing.",
            FailureKind.SpendLimit =>
                "a spend limit that your organization set is reached. Raise it or wait for its reset: Claude Console, Settings, Limits.",
            FailureKind.PaymentRequired =>
                "payment is required. Check the payment method and open invoices: Claude Console, Settings, Billing.",
            FailureKind.SpendCap =>
                "the cap of your usage tier or contract is reached. Ask for a higher tier or wait for the next month: Claude Console, Settings, Limits.",
            FailureKind.RateLimited => "a rate limit, no billing failure. Wait and try again.",
            FailureKind.Overloaded => "Claude is overloaded, no billing failure. Try again later.",
            FailureKind.Authentication =>
                $"the key is wrong or was withdrawn. Make a new one: Claude Console, API keys; then set {KeyVariable}.",
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
