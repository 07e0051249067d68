using System.Diagnostics;
using CiBudget.Replay;
using Microsoft.AspNetCore.Http;

namespace CiBudget.NUnit;

/// <summary>
/// Ties what a web host of this process does to the test that called it. The test's request says which test it is; the header is added to
/// requests to such hosts only, and taken off before the product sees it, so it goes nowhere else, least of all to Claude.
/// </summary>
internal sealed class ServedTests
    : IObserver<DiagnosticListener>,
        IObserver<KeyValuePair<string, object?>>
{
    private readonly InProcessHosts _hosts;

    private ServedTests(InProcessHosts hosts) => _hosts = hosts;

    /// <summary>Begins, for as long as the process lives.</summary>
    public static void Watch()
    {
        var hosts = new InProcessHosts();
        DiagnosticListener.AllListeners.Subscribe(hosts);
        DiagnosticListener.AllListeners.Subscribe(new ServedTests(hosts));
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "HttpHandlerDiagnosticListener")
            value.Subscribe(this, IsWantedOfClient);
        else if (value.Name == "Microsoft.AspNetCore")
            value.Subscribe(this, IsWantedOfServer);
    }

    public void OnNext(KeyValuePair<string, object?> value) { }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    /// <summary>Asked right before a request leaves, and never answered with yes: see HttpEvents.</summary>
    private bool IsWantedOfClient(string name, object? subject, object? more)
    {
        if (
            name == "System.Net.Http.HttpRequestOut"
            && subject is HttpRequestMessage { RequestUri: { IsAbsoluteUri: true } url } request
            && _hosts.Serves(url)
            && !ReplayServer.IsListening(url)
            && RunningTest.InContext() is { } test
            && !request.Headers.NonValidated.Contains("anthropic-version")
        )
        {
            request.Headers.Remove(RunningTest.Key);
            request.Headers.TryAddWithoutValidation(RunningTest.Key, RunningTest.Name(test));
        }

        return false;
    }

    /// <summary>Asked before the product's own code runs, in the flow of execution that it then runs in.</summary>
    private static bool IsWantedOfServer(string name, object? subject, object? more)
    {
        if (
            name == "Microsoft.AspNetCore.Hosting.HttpRequestIn"
            && subject is HttpContext { Request.Headers: var headers }
        )
            RunningTest.Serve(
                headers.Remove(RunningTest.Key, out var test) ? test.ToString() : null
            );

        return false;
    }
}
