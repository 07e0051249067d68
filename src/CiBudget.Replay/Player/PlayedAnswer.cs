using Microsoft.AspNetCore.Http.Features;

namespace CiBudget.Replay;

/// <summary>A scenario's answer to one request of a server that writes plain answers itself, as WireMock.Net does.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PlayedAnswer
{
    private readonly ScenarioPlayer _player;
    private readonly IFeatureCollection _http;
    private readonly Answer _answer;

    internal PlayedAnswer(ScenarioPlayer player, IFeatureCollection http, Answer answer)
    {
        _player = player;
        _http = http;
        _answer = answer;
    }

    /// <summary>True when it is sent in one piece and ends in good order; only <see cref="WriteAsync"/> can send any other.</summary>
    public bool IsPlain => !_answer.Streamed && _answer.Break is null;

    /// <summary>HTTP status.</summary>
    public int Status => _answer.Status;

    /// <summary>Every header but those that HTTP itself needs.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers => _answer.Headers;

    /// <summary>The body of a plain answer.</summary>
    public ReadOnlyMemory<byte> Body => _answer.Frames is [var body] ? body.Bytes : default;

    /// <summary>Puts status and headers on the wire, the same from every host.</summary>
    public void WriteHead() => AnswerWriter.WriteHead(_http, _answer);

    /// <summary>Puts the whole answer on the wire, and breaks it when the client leaves, the scenario ends or the server stops.</summary>
    /// <param name="serverStops">For a server that stops by itself, not by disposing the player.</param>
    public Task WriteAsync(CancellationToken serverStops) =>
        _player.WriteAsync(_http, _answer, serverStops);

    /// <summary>Waits as long as the answer is late.</summary>
    /// <param name="serverStops">For a server that stops by itself, not by disposing the player.</param>
    /// <returns>False when the client left, the scenario ended or the server stops meanwhile; the connection is broken then.</returns>
    public Task<bool> WaitAsync(CancellationToken serverStops) =>
        _player.WaitAsync(_http, _answer.Delay, serverStops);
}
