using CiBudget.Pricing;
using CiBudget.Tokens;
using CiBudget.Wire;

namespace CiBudget.Capture;

/// <summary>What a request's body says of the most that the call can cost.</summary>
internal static class RequestPlan
{
    /// <summary>
    /// Makes the body ready, since the worst case needs the whole of it before the first byte leaves. Clients of the API hold it in
    /// memory anyway.
    /// </summary>
    public static PlannedCall Load(ClaudeCall call)
    {
        if (call.Request.Content is { } content)
            Load(content);
        return Read(call);
    }

    /// <summary>The most that a call can cost, US dollars; null when it is not known, also when its body is not in memory.</summary>
    public static decimal? MostUsd(ClaudeCall call, PriceSheet prices)
    {
        if (!BodyInMemory.CanBeRead(call.Request.Content))
            return null;
        try
        {
            return WorstCase.Create(prices, Read(call)).Usd;
        }
        catch (Exception)
        {
            // Disposed, or none that can be written: the call itself will say so.
            return null;
        }
    }

    /// <summary>
    /// Nothing here can await. A content of the product's own may want to go on where it was started, and with a context that runs one
    /// thing at a time (a window's, a test's) it would wait for this thread, which waits for it: so it is read elsewhere.
    /// </summary>
    private static void Load(HttpContent content)
    {
        var isFree =
            SynchronizationContext.Current is null
            && TaskScheduler.Current == TaskScheduler.Default;
        var loading = isFree
            ? content.LoadIntoBufferAsync()
            : Task.Run(() => content.LoadIntoBufferAsync());
        loading.GetAwaiter().GetResult();
    }

    private static PlannedCall Read(ClaudeCall call)
    {
        var isBatch = call.Endpoint == ClaudeEndpoint.BatchCreation;
        var reader = new DemandReader(
            isBatch ? RequestDialect.MessageBatch : ClaudeEndpoints.DialectOf(call.Url.AbsolutePath)
        );
        if (call.Request.Content is { } content)
        {
            using var feed = new RequestFeed(reader.Write);
            content.CopyTo(feed, null, CancellationToken.None);
        }
        var demands = reader.Demands();
        if (!isBatch)
        {
            var path = call.Url.AbsolutePath;
            var model = demands[0].Model ?? ClaudeEndpoints.ModelOf(path);
            var region = PlaceOfService.Get(KnownHosts.NameOf(call.Url), path, model);
            demands = [demands[0] with { Model = model, Region = region }];
        }
        return new(call.Test, demands[0].Model, reader.Length, demands[0].MaxTokens)
        {
            Demands = demands,
            Batch = isBatch,
        };
    }
}
