namespace CiBudget.Replay;

/// <summary>One scenario on a server, with its own counters and its own calls.</summary>
public sealed class ReplayEndpoint : IDisposable
{
    private readonly Action _reset;
    private readonly Action _check;
    private Action? _remove;

    /// <summary>For hosts: a scenario that a server has begun to play.</summary>
    /// <param name="scenario">What is played.</param>
    /// <param name="baseUrls">Where the server answers.</param>
    /// <param name="remove">Takes the scenario off the server.</param>
    /// <param name="reset">Puts it back on a server from which somebody else took it.</param>
    /// <param name="check">Throws when somebody else took it off.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ReplayEndpoint(
        Scenario scenario,
        IReadOnlyList<Uri> baseUrls,
        Action remove,
        Action? reset = null,
        Action? check = null
    )
    {
        Player = new ScenarioPlayer(scenario) { Heard = call => Called?.Invoke(call) };
        BaseUrls = baseUrls;
        _remove = remove;
        _reset = reset ?? (static () => { });
        _check = check ?? (static () => { });
    }

    /// <summary>A call got its step, and its answer is about to be sent. Handlers run on the server's threads.</summary>
    public event Action<ReplayCall>? Called;

    /// <summary>The base URL for a client: <c>/v1/messages</c> follows it.</summary>
    public Uri BaseUrl => BaseUrls[0];

    /// <summary>The base URLs of a server that has several addresses; <see cref="BaseUrl"/> is the first.</summary>
    public IReadOnlyList<Uri> BaseUrls { get; }

    /// <summary>What is played.</summary>
    public Scenario Scenario => Player.Scenario;

    /// <summary>The calls that reached the scenario.</summary>
    /// <exception cref="InvalidOperationException">
    /// The server's owner took the scenario off, as <c>WireMockServer.Reset</c> does: calls since then went elsewhere.
    /// </exception>
    public ReplayCalls Calls
    {
        get
        {
            if (_remove is not null)
                _check();

            return Player.Calls;
        }
    }

    /// <summary>What the server asks for answers.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ScenarioPlayer Player { get; }

    /// <summary>Forgets the calls and begins the scenario again; puts it back on a server that was itself reset.</summary>
    public void Reset()
    {
        if (_remove is not null)
            _reset();

        Player.Reset();
    }

    /// <summary>Takes the scenario off the server and breaks the answers that are on their way.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _remove, null) is { } remove)
        {
            remove();
            Player.Dispose();
        }
    }
}
