using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CiBudget.NUnit.Tests;

/// <summary>
/// A Claude on loopback that answers what the query asks for: <c>place</c> becomes the message's id, <c>status</c> an error,
/// <c>usage=0</c> leaves the usage out, <c>hold</c> leaves the body open, <c>silent</c> answers nothing, <c>to</c> sends the caller to
/// another address. A batch is ordered and its results are ready.
/// </summary>
internal sealed class WireServer : IAsyncDisposable
{
    private const string Batch =
        """{"id":"msgbatch_1","type":"message_batch","processing_status":"in_progress"}""";

    private const string BatchResults = """
        {"custom_id":"one","result":{"type":"succeeded","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[],"stop_reason":"end_turn","usage":{"input_tokens":1000,"output_tokens":200,"service_tier":"batch"}}}}
        """;

    private readonly WebApplication _app;
    private int _received;

    private WireServer(WebApplication app) => _app = app;

    /// <summary>How many requests have arrived, whatever their host is called.</summary>
    public int Received => Volatile.Read(ref _received);

    public string Address =>
        _app
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.Single();

    public static async Task<WireServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new WireServer(app);
        app.MapPost("/v1/messages", server.Answer);
        app.MapPost("/v1/messages/batches", () => Results.Text(Batch, "application/json"));
        app.MapGet(
            "/v1/messages/batches/msgbatch_1/results",
            () => Results.Text(BatchResults, "application/x-jsonl")
        );
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        // Held answers end when their caller goes; nobody is waited for.
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task Answer(HttpContext context)
    {
        Interlocked.Increment(ref _received);
        var query = context.Request.Query;
        var request = await context.Request.ReadFromJsonAsync<Request>(context.RequestAborted);
        if (query.TryGetValue("to", out var elsewhere))
        {
            context.Response.Redirect(elsewhere!, permanent: false, preserveMethod: true);
            return;
        }

        if (query.ContainsKey("silent"))
        {
            await UntilGone(context);
            return;
        }

        context.Response.ContentType = "application/json";
        if (query.ContainsKey("status"))
        {
            context.Response.StatusCode = int.Parse(query["status"]!, CultureInfo.InvariantCulture);
            await context.Response.WriteAsync(
                """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"""
            );
            return;
        }

        var usage = query.ContainsKey("usage")
            ? ""
            : ""","usage":{"input_tokens":1000,"output_tokens":200,"service_tier":"standard"}""";
        var body =
            $$"""{"id":"msg_{{query["place"]}}","type":"message","role":"assistant","model":"{{request!.Model}}","content":[{"type":"text","text":"Yes."}],"stop_reason":"end_turn"{{usage}}}""";
        if (!query.ContainsKey("hold"))
        {
            await context.Response.WriteAsync(body);
            return;
        }

        await context.Response.WriteAsync(body[..20]);
        await context.Response.Body.FlushAsync();
        await UntilGone(context);
    }

    private static async Task UntilGone(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    private sealed record Request(string Model);
}
