using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CiBudget.NUnit;

/// <summary>
/// The web hosts of this process: products that a test calls over HTTP, whose calls to Claude are the test's. Hosts say when they are
/// built, as they do for <c>WebApplicationFactory</c>.
/// </summary>
internal sealed class InProcessHosts
    : IObserver<DiagnosticListener>,
        IObserver<KeyValuePair<string, object?>>
{
    private readonly ConcurrentQueue<WeakReference<IHost>> _hosts = new();

    /// <summary>True when an address of loopback is that of a web host in this process.</summary>
    public bool Serves(Uri url)
    {
        if (!url.IsLoopback || _hosts.IsEmpty)
            return false;

        foreach (var weak in _hosts)
        {
            if (weak.TryGetTarget(out var host) && PortsOf(host).Contains(url.Port))
                return true;
        }

        return false;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.Extensions.Hosting")
            value.Subscribe(this);
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: "HostBuilt", Value: IHost host })
        {
            _hosts.Enqueue(new(host));
            KeepContext(host);
        }
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    /// <summary>
    /// A TestServer runs the product's code without the execution context of the test that calls it, unless its option says so. It is
    /// found by its name: most projects have no such package, and none has to reference it for us.
    /// </summary>
    private static void KeepContext(IHost host)
    {
        const string Package = "Microsoft.AspNetCore.TestHost";
        if (
            !Array.Exists(
                AppDomain.CurrentDomain.GetAssemblies(),
                static assembly => assembly.GetName().Name == Package
            )
        )
            return;

        try
        {
            var server = host.Services.GetService<IServer>();
            if (server?.GetType().FullName == Package + ".TestServer")
                server.GetType().GetProperty("PreserveExecutionContext")?.SetValue(server, true);
        }
#pragma warning disable CA1031 // A host that cannot be asked is as it was: a call from it that belongs to no test is refused where it matters.
        catch (Exception)
#pragma warning restore CA1031
        { }
    }

    private static IEnumerable<int> PortsOf(IHost host)
    {
        ICollection<string>? addresses;
        try
        {
            addresses = host
                .Services.GetService<IServer>()
                ?.Features.Get<IServerAddressesFeature>()
                ?.Addresses;
        }
        catch (ObjectDisposedException)
        {
            yield break;
        }

        foreach (var address in addresses ?? [])
        {
            // "http://[::]:5000" and "http://*:5000" are addresses, too.
            var colon = address.TrimEnd('/').LastIndexOf(':');
            if (int.TryParse(address.TrimEnd('/').AsSpan(colon + 1), out var port))
                yield return port;
        }
    }
}
