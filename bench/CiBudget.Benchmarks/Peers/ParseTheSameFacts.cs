using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CiBudget.Benchmarks;

/// <summary>A handler that makes the meter's entry the usual way: both bodies as strings, parsed.</summary>
internal sealed class ParseTheSameFacts(HttpMessageHandler inner, Action<LedgerEntry> observer)
    : DelegatingHandler(inner)
{
    private long _ids;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var (time, started) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
        var prompt = await request.Content!.ReadAsStringAsync(cancellationToken);
        using var asked = JsonDocument.Parse(prompt);
        var response = await base.SendAsync(request, cancellationToken);
        // The caller reads it again.
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        using var answer = JsonDocument.Parse(
            await response.Content.ReadAsStringAsync(cancellationToken)
        );
        var (ask, message) = (asked.RootElement, answer.RootElement);
        var usage = ParsedUsage.Of(message);
        observer(
            new()
            {
                Id = $"process-{++_ids}",
                Time = time,
                Endpoint = ClaudeEndpoint.Messages,
                Host = request.RequestUri!.Host,
                Status = (int)response.StatusCode,
                RequestModel = ask.GetProperty("model").GetString(),
                MaxTokens = ask.GetProperty("max_tokens").GetInt64(),
                PromptHash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(prompt))),
                MessageId = message.GetProperty("id").GetString(),
                StopReason = message.GetProperty("stop_reason").GetString(),
                RequestId = response.Headers.GetValues("request-id").First(),
                Organization = response.Headers.GetValues("anthropic-organization-id").First(),
                DurationMs = Stopwatch.GetElapsedTime(started).TotalMilliseconds,
                Usage =
                [
                    new()
                    {
                        Model = message.GetProperty("model").GetString(),
                        InputTokens = usage.InputTokens,
                        OutputTokens = usage.OutputTokens,
                        CacheWrite5mTokens = usage.CacheCreationInputTokens,
                        CacheReadTokens = usage.CacheReadInputTokens,
                        ServiceTier = usage.ServiceTier,
                    },
                ],
            }
        );
        return response;
    }
}
