using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CiBudget.Benchmarks;

/// <summary>The least that Kestrel can be asked for: read the request, answer the same bytes.</summary>
internal sealed class BareKestrel : IHttpApplication<IFeatureCollection>, IDisposable
{
    private readonly KestrelServer _server;
    private readonly byte[] _body;

    public BareKestrel(byte[] body)
    {
        _body = body;
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Listen(
            IPAddress.Loopback,
            0,
            static listen => listen.Protocols = HttpProtocols.Http1
        );
        _server = new(
            Options.Create(options),
            new SocketTransportFactory(
                Options.Create(new SocketTransportOptions()),
                NullLoggerFactory.Instance
            ),
            NullLoggerFactory.Instance
        );
        _server.StartAsync(this, CancellationToken.None).GetAwaiter().GetResult();
        BaseUrl = new(
            _server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single()
        );
    }

    public Uri BaseUrl { get; }

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        await context.GetRequiredFeature<IHttpRequestFeature>().Body.CopyToAsync(Stream.Null);
        var response = context.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = 400;
        response.Headers.ContentType = "application/json";
        response.Headers.ContentLength = _body.Length;
        // What every answer of Claude has.
        response.Headers["request-id"] = "req_011CSHoEeqs5C35K2UUqR7Fy";
        response.Headers["anthropic-organization-id"] = "2fd5a3b8-6f0e-4c57-9d0a-5a1c7f3e9b42";
        response.Headers["anthropic-workspace-id"] = "wrkspc_01JwQvzr7rXLA5AGx3HKfFUJ";
        response.Headers["x-should-retry"] = "false";
        await context.GetRequiredFeature<IHttpResponseBodyFeature>().Stream.WriteAsync(_body);
    }

    public void DisposeContext(IFeatureCollection context, Exception? exception) { }

    public void Dispose()
    {
        _server.StopAsync(new CancellationToken(canceled: true)).GetAwaiter().GetResult();
        _server.Dispose();
    }
}
