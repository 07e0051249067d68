using CiBudget.Ledger;
using CiBudget.Tokens;

namespace CiBudget.Capture;

/// <summary>A call that is about to leave, for those who decide on it.</summary>
public sealed class ClaudeCall
{
    internal ClaudeCall(
        HttpRequestMessage request,
        Uri url,
        ClaudeEndpoint endpoint,
        TestIdentity? test,
        bool isElsewhere = false
    )
    {
        IsElsewhere = isElsewhere;
        Request = request;
        Url = url;
        Endpoint = endpoint;
        Test = test;
    }

    /// <summary>The request, not yet sent. Its content may be read only if it can be read again (see <see cref="HttpContent.LoadIntoBufferAsync()"/>).</summary>
    public HttpRequestMessage Request { get; }

    /// <summary>Where the caller sent it, before any redirection.</summary>
    public Uri Url { get; }

    /// <summary>What it asks for.</summary>
    public ClaudeEndpoint Endpoint { get; }

    /// <summary>
    /// True for a request that looks like a Claude call and goes to a host that nobody declared: nothing of it is measured, so who has
    /// a promise to keep refuses it.
    /// </summary>
    public bool IsElsewhere { get; }

    /// <summary>The test that makes it; null when none can be named.</summary>
    public TestIdentity? Test { get; }
}
