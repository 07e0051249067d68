using System.Globalization;
using System.Net.Http.Headers;
using CiBudget.Ledger;
using CiBudget.Tokens;
using CiBudget.Wire;

namespace CiBudget.Capture;

/// <summary>
/// Reads one answer: the four facts of its head that an entry holds, and usage from its body while it passes. Not thread-safe. What it
/// cannot read makes the entry incomplete; nothing is thrown.
/// </summary>
internal sealed class AnswerReader
{
    private readonly ClaudeEndpoint _endpoint;
    private readonly UsageReader? _reader;
    private readonly string? _encoding;
    private BodyDecoder? _decoder;
    private long _bytesLeft = long.MaxValue;
    private bool _begun;
    private bool _faulty;
    private bool _lineUnread;

    public AnswerReader(
        HttpResponseMessage response,
        ContentHeaders content,
        ClaudeEndpoint endpoint,
        Action<ResponseUsage>? onBatchResult
    )
    {
        _endpoint = endpoint;
        Status = (int)response.StatusCode;
        var head = response.Headers.NonValidated;
        RequestId = Text(head, "request-id");
        Organization = Text(head, "anthropic-organization-id");
        Workspace = Text(head, "anthropic-workspace-id");

        var shape = ClaudeEndpoints.ShapeOf(content.Type, endpoint, Status);
        if (shape != BodyShape.None)
            _reader = new(
                shape,
                shape == BodyShape.JsonLines ? LineReader(onBatchResult) : null,
                Status
            );
        _encoding = content.Encoding;
        if (
            long.TryParse(
                content.Length,
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var length
            )
        )
            _bytesLeft = length;
        HasBody =
            _bytesLeft > 0
            && Status is not (101 or 204 or 304)
            && response.RequestMessage?.Method != HttpMethod.Head;
    }

    /// <summary>False when no byte will follow the head.</summary>
    public bool HasBody { get; }

    /// <summary>
    /// True when the rest of the body tells what the answer cost, and no more is spent by reading it: unlike a stream, whose message
    /// may still be written, a plain body is sent when all of it has been worked out.
    /// </summary>
    public bool IsWorthReading =>
        IsSuccess
        && HasBody
        && _reader is not null
        && !IsStream
        && !_faulty
        && (
            CallRules.IsPaid(_endpoint)
            || _endpoint is ClaudeEndpoint.BatchResults or ClaudeEndpoint.BatchCreation
        );

    private bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Reads the next piece; true when the body has all the bytes that its head announced.</summary>
    public bool Write(ReadOnlySpan<byte> piece)
    {
        _bytesLeft -= piece.Length;
        if (!_begun && !piece.IsEmpty)
            Begin(piece[0]);
        if (!_faulty)
        {
            try
            {
                if (_decoder is not null)
                    _decoder.Write(piece);
                else
                    _reader?.Write(piece);
            }
            catch (Exception)
            {
                _faulty = true;
            }
        }
        return _bytesLeft <= 0;
    }

    /// <summary>Ends the body. What the answer said is final then.</summary>
    public void Complete(BodyEnd end)
    {
        try
        {
            _reader?.Complete(end == BodyEnd.Reached && !_faulty);
            _decoder?.Dispose();
        }
        catch (Exception)
        {
            _faulty = true;
        }
        IsComplete = CompleteAt(end);
        Outcome = OutcomeAt(end);
    }

    public CallOutcome Outcome { get; private set; }

    public bool IsComplete { get; private set; }

    public int Status { get; }

    public string? RequestId
    {
        get => field ?? Message?.RequestId;
    }

    public string? Organization { get; }

    public string? Workspace { get; }

    /// <summary>What the body said; null when it said nothing.</summary>
    public ResponseUsage? Message => _reader?.Message;

    public bool IsStream => _reader?.Shape is BodyShape.EventStream or BodyShape.BedrockEventStream;

    /// <summary>A message's stream that ends without its last event was cut, however tidily the connection was closed.</summary>
    private bool IsCut =>
        IsStream
        && IsSuccess
        && _endpoint == ClaudeEndpoint.Messages
        && !_faulty
        && Message is not { Complete: true };

    private CallOutcome OutcomeAt(BodyEnd end) =>
        end switch
        {
            BodyEnd.Broken => CallOutcome.Broken,
            BodyEnd.Cancelled => CallOutcome.Cancelled,
            _ when IsStream && IsSuccess && Message?.Error is not null => CallOutcome.Broken,
            BodyEnd.Reached => IsCut ? CallOutcome.Broken : CallOutcome.Answered,
            // Who stops after the last event, or does not want the body of a failure, has had the answer.
            _ => IsComplete ? CallOutcome.Answered : CallOutcome.Cancelled,
        };

    private bool CompleteAt(BodyEnd end) =>
        !IsSuccess
        || _endpoint
            is ClaudeEndpoint.Free
                or ClaudeEndpoint.CountTokens
                or ClaudeEndpoint.BatchCreation
        || !_faulty
            && (
                _reader?.Shape == BodyShape.JsonLines
                    ? end == BodyEnd.Reached && !_lineUnread
                    : Message is { Complete: true }
            );

    /// <summary>The body's first byte says whether it is encoded with gzip, whatever its head says: nothing else begins so.</summary>
    private void Begin(byte first)
    {
        _begun = true;
        if (_reader is null)
            return;
        try
        {
            _decoder = BodyDecoder.For(BodyDecoder.EncodingOf(_encoding, first), _reader);
        }
        catch (NotSupportedException)
        {
            _faulty = true;
        }
    }

    /// <summary>Apart from the constructor, so that only answers with lines pay for what it closes over.</summary>
    private Action<ResponseUsage> LineReader(Action<ResponseUsage>? onBatchResult) =>
        line =>
        {
            // What was lost with a line that cannot be read is not known, and it is no message that could be counted by itself.
            _lineUnread |= line is { Complete: false, MessageId: null, Parts.Count: 0 };
            onBatchResult?.Invoke(line);
        };

    private static string? Text(HttpHeadersNonValidated headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.ToString() : null;
}
