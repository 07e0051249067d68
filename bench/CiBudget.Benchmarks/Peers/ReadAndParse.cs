using System.Text.Json;

namespace CiBudget.Benchmarks;

/// <summary>How usage is read where nobody thinks of the cost: the whole body as a string, parsed, and an object made of its usage.</summary>
internal sealed class ReadAndParse(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    public long Tokens { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var response = await base.SendAsync(request, cancellationToken);
        // The caller reads it again.
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        using var body = JsonDocument.Parse(
            await response.Content.ReadAsStringAsync(cancellationToken)
        );
        var usage = ParsedUsage.Of(body.RootElement);
        Tokens += usage.InputTokens + usage.OutputTokens;
        return response;
    }
}
