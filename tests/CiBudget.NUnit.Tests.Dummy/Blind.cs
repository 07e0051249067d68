using CiBudget.Capture;
using CiBudget.NUnit;

namespace Dummy.Blind;

/// <summary>Whose one-time set-up calls, too: no call may come before the reason to make none.</summary>
public sealed class Live
{
    [OneTimeSetUp]
    public Task Prepare() => Call.From("blind-set-up");

    [Test]
    public Task Calls() => Call.From("blind");
}

[Replay("success")]
public sealed class Replayed
{
    [OneTimeSetUp]
    public Task Prepare() => Call.From("blind-set-up");

    [Test]
    public Task Calls() => Call.From("blind");
}

/// <summary>A client that hides its requests from everybody who listens.</summary>
public sealed class Hidden
{
    private static readonly HttpClient Client = new(
        new SocketsHttpHandler { ActivityHeadersPropagator = null }
    )
    {
        BaseAddress = new Uri(Environment.GetEnvironmentVariable("ANTHROPIC_BASE_URL")!),
    };

    [Test]
    public Task Calls() => Call.Send(Client, "v1/messages?place=hidden");

    [Test, Replay("success")]
    public Task Calls_with_a_scenario() => Call.Send(Client, "v1/messages?place=hidden");
}

/// <summary>Code of the product's own that meters by itself, before the tests do.</summary>
internal static class OwnMeter
{
    [System.Runtime.CompilerServices.ModuleInitializer]
    internal static void Start()
    {
        if (Environment.GetEnvironmentVariable("DUMMY_OWN_METER") == "1")
            ClaudeMeter.Start(new MeterOptions());
    }
}
