using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace CiBudget.Capture.Tests;

/// <summary>A real server on loopback that answers as a test says.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Seen> _requests = new();

    private Server(WebApplication app) => _app = app;

    public Uri Url { get; private set; } = null!;

    public string Authority => Url.Authority;

    /// <summary>What came in, in order of arrival.</summary>
    public IReadOnlyList<Seen> Requests => [.. _requests];

    /// <summary>The request that is being answered.</summary>
    public static Seen RequestOf(HttpContext context) => (Seen)context.Items[typeof(Seen)]!;

    public static async Task<Server> Start(RequestDelegate answer, bool http2 = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(
                System.Net.IPAddress.Loopback,
                0,
                listen => listen.Protocols = http2 ? HttpProtocols.Http2 : HttpProtocols.Http1
            )
        );
        var server = new Server(builder.Build());
        server._app.Run(async context =>
        {
            var request = context.Request;
            var headers = request.Headers.ToDictionary(
                header => header.Key,
                header => header.Value.ToString(),
                StringComparer.OrdinalIgnoreCase
            );
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            var seen = new Seen(
                request.Method,
                request.Path + request.QueryString,
                headers,
                body.ToArray()
            );
            server._requests.Enqueue(seen);
            context.Items[typeof(Seen)] = seen;
            await answer(context);
        });
        await server._app.StartAsync();
        server.Url = new Uri(server._app.Urls.Single());
        return server;
    }

    /// <summary>A server that gives every request the same answer.</summary>
    public static Task<Server> Start(
        byte[] body,
        string contentType = "application/json",
        int status = 200
    ) => Start(context => Answer(context, body, contentType, status));

    public static async Task Answer(
        HttpContext context,
        byte[] body,
        string contentType = "application/json",
        int status = 200
    )
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        // Without it, an SDK waits for half a second before its first retry, and longer before the next.
        if (status >= 400)
            response.Headers["retry-after-ms"] = "1";
        response.Headers["request-id"] = "req_1";
        response.Headers["anthropic-organization-id"] = "org_1";
        response.Headers["anthropic-workspace-id"] = "wrkspc_1";
        await response.Body.WriteAsync(body);
    }

    /// <summary>A stream as Claude sends it: no length, one flush for each event.</summary>
    public static async Task Stream(HttpContext context, byte[] events)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        foreach (var part in System.Text.Encoding.UTF8.GetString(events).Split("\n\n"))
        {
            await context.Response.WriteAsync(part + "\n\n");
            await context.Response.Body.FlushAsync();
        }
    }

    /// <summary>Leaves the answer open until the caller is gone.</summary>
    public static Task UntilAborted(HttpContext context)
    {
        var aborted = new TaskCompletionSource();
        context.RequestAborted.Register(aborted.SetResult);
        return aborted.Task;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    internal sealed record Seen(
        string Method,
        string Path,
        IReadOnlyDictionary<string, string> Headers,
        byte[] Body
    );
}
