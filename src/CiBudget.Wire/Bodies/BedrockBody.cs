using System.Buffers.Binary;

namespace CiBudget.Wire;

/// <summary>
/// Bedrock's binary stream (<c>application/vnd.amazon.eventstream</c>). A frame is: total length, length of the headers, CRC of
/// these two (4 bytes each, big-endian), headers, payload, CRC of all before it. Its payload holds one event, or an exception.
/// </summary>
internal sealed class BedrockBody : BodyReader
{
    private const int PreludeSize = 12;
    private const int TrailerSize = 4;

    // The protocol's own limits: 128 KB of headers (a few hundred bytes in fact), 16 MB of payload.
    private const int MaxHeaders = 4096;
    private const int MaxFrame = 16 * 1024 * 1024 + MaxHeaders + PreludeSize + TrailerSize;

    private readonly MessageEvents _events = new();
    private readonly JsonScanner _payload;
    private readonly int? _status;
    private readonly byte[] _fixed = new byte[PreludeSize];
    private byte[] _headers = [];
    private Part _part;
    private int _read;
    private int _payloadSize;
    private bool _isException;
    private bool _isPlain;
    private Crc32 _crc = Crc32.Start();

    public BedrockBody(int? status)
    {
        _payload = new JsonScanner(new BedrockPayload(_events));
        _status = status;
    }

    private enum Part
    {
        Prelude,
        Headers,
        Payload,
        Trailer,
        Lost,
    }

    public override void Write(ReadOnlySpan<byte> piece)
    {
        while (piece.Length > 0 && _part != Part.Lost)
        {
            var take = Math.Min(piece.Length, SizeOfPart - _read);
            Take(piece.Slice(0, take));
            piece = piece.Slice(take);
            while (_part != Part.Lost && _read == SizeOfPart)
                EndPart();
        }
    }

    public override ResponseUsage End(bool endOfBody)
    {
        if (_part != Part.Prelude || _read > 0)
            _events.Break();
        _events.End();
        return _events.Result(_status);
    }

    private int SizeOfPart =>
        _part switch
        {
            Part.Prelude => PreludeSize,
            Part.Headers => _headers.Length,
            Part.Payload => _payloadSize,
            _ => TrailerSize,
        };

    private void Take(ReadOnlySpan<byte> bytes)
    {
        switch (_part)
        {
            case Part.Headers:
                bytes.CopyTo(_headers.AsSpan(_read));
                break;
            case Part.Payload when _isPlain:
                _events.Data(bytes);
                break;
            case Part.Payload:
                _payload.Write(bytes);
                break;
            case Part.Prelude or Part.Trailer:
                bytes.CopyTo(_fixed.AsSpan(_read));
                break;
        }
        if (_part != Part.Trailer)
            _crc.Add(bytes);
        _read += bytes.Length;
    }

    private void EndPart()
    {
        _read = 0;
        switch (_part)
        {
            case Part.Prelude:
                EndPrelude();
                break;
            case Part.Headers:
                _part = Part.Payload;
                ReadHeaders();
                break;
            case Part.Payload:
                _part = Part.Trailer;
                break;
            case Part.Trailer:
                EndFrame();
                break;
        }
    }

    private void EndPrelude()
    {
        var total = BinaryPrimitives.ReadUInt32BigEndian(_fixed);
        var headers = BinaryPrimitives.ReadUInt32BigEndian(_fixed.AsSpan(4));
        var lengths = Crc32.Start();
        lengths.Add(_fixed.AsSpan(0, 8));
        var sound = BinaryPrimitives.ReadUInt32BigEndian(_fixed.AsSpan(8)) == lengths.Value;
        if (
            !sound
            || headers > MaxHeaders
            || total > MaxFrame
            || total < PreludeSize + headers + TrailerSize
        )
        {
            // Without a length nobody knows where the next frame begins.
            _part = Part.Lost;
            _events.Break();
            return;
        }
        if (_headers.Length != headers)
            _headers = new byte[headers];
        _payloadSize = (int)(total - headers) - PreludeSize - TrailerSize;
        _part = Part.Headers;
    }

    private void ReadHeaders()
    {
        var headers = new BedrockHeaders(_headers);
        _isException =
            headers.Find(":message-type"u8) is var kind
            && !kind.IsEmpty
            && !kind.SequenceEqual("event"u8);
        var name = headers.Find(":event-type"u8);
        // Events of Claude's own are packed into "chunk"; those of Converse and exceptions are the payload itself.
        _isPlain = _isException || (!name.IsEmpty && !name.SequenceEqual("chunk"u8));
        if (!_isException)
        {
            if (_isPlain)
                _events.Name(EventKinds.ParseConverse(name));
            return;
        }
        var type = headers.Find(":exception-type"u8);
        _events.Fail(type.IsEmpty ? headers.Find(":error-code"u8) : type);
        _events.Name(EventKind.Error);
    }

    private void EndFrame()
    {
        if (BinaryPrimitives.ReadUInt32BigEndian(_fixed) != _crc.Value)
            _events.Break();
        if (!_isPlain && !_payload.Done)
            _events.Break();
        _events.End();
        _payload.Reset();
        _crc = Crc32.Start();
        _part = Part.Prelude;
    }
}
