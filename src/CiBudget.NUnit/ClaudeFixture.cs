using CiBudget.Budgets;

namespace CiBudget.NUnit;

/// <summary>A fixture base class for those who like metering in sight: a metered client, and what was used so far.</summary>
/// <remarks>
/// Metering needs none of it. This client is metered also where the process's other clients cannot be seen (HTTP diagnostics switched off).
/// </remarks>
public abstract class ClaudeFixture : IDisposable
{
    private readonly Lazy<HttpClient> _http = new(static () =>
        new HttpClient(new MeteringHandler(new SocketsHttpHandler()))
        {
            BaseAddress = SessionSettings.ClaudeAddress(),
        }
    );

    /// <summary>
    /// A metered client, one for each fixture, for tests that run in parallel too. Its base address is <c>ANTHROPIC_BASE_URL</c>, else <c>https://api.anthropic.com</c>.
    /// It brings no key.
    /// </summary>
    protected HttpClient Http => _http.Value;

    /// <summary>What this test has used so far, see <see cref="Claude.Usage"/>.</summary>
    protected static TestSpend Usage => Claude.Usage;

    /// <summary>US dollars that this test has used so far.</summary>
    protected static decimal Cost => Claude.Cost;

    /// <summary>What this test process has used so far, see <see cref="Claude.Run"/>.</summary>
    protected static TestSpend RunUsage => Claude.Run;

    /// <summary>US dollars that this test process has used so far.</summary>
    protected static decimal RunCost => Claude.Run.Cost;

    /// <summary>The budget file, read, see <see cref="Claude.Budget"/>.</summary>
    protected static Budget Budget => Claude.Budget;

    /// <summary>Called by NUnit after the fixture's last test.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes the client.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && _http.IsValueCreated)
            _http.Value.Dispose();
    }
}
