using System.Text;
using System.Text.Json;
using CiBudget.Text;

namespace CiBudget.Json;

/// <summary>
/// The text of a JSON file that people write. Comments and trailing commas are allowed, a key that comes twice is not. Every fault
/// becomes an exception of the file's own kind, at its place.
/// </summary>
internal sealed class JsonSource(byte[] utf8, Func<Position, string, Exception> exception)
{
    private static readonly JsonReaderOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private readonly LineMap _lines = new(utf8);

    public JsonTree Read() => ReadPlain() ?? ReadAny();

    /// <summary>The tree of JSON that is written in the usual way; null for any other.</summary>
    public JsonTree? ReadPlain() => new PlainJson(this, utf8).Read();

    public JsonTree ReadAny()
    {
        RequireUtf8();
        if (Array.TrueForAll(utf8, IsSpace))
            return new JsonTree(this, JsonTokenType.None, "", [], 0, 0, null);
        try
        {
            var reader = new Utf8JsonReader(utf8, Options);
            reader.Read();
            var tree = Value(ref reader);
            // Nothing but comments may follow; the reader refuses the rest.
            reader.Read();
            return tree;
        }
        catch (JsonException fault)
        {
            throw Fault(_lines.At(fault), $"not valid JSON: {Reason(fault)}");
        }
    }

    public ReadOnlyMemory<byte> Bytes(int start, int length) => utf8.AsMemory(start, length);

    public static bool IsSpace(byte next) => next is 0x20 or 0x09 or 0x0A or 0x0D;

    public Position PositionOf(long offset) => _lines.At(offset);

    /// <summary>The exception for a place. What it quotes of the file acts on no terminal and on no CI agent.</summary>
    public Exception Fault(Position at, string message) => exception(at, SafeText.Line(message));

    private JsonTree Value(ref Utf8JsonReader reader, JsonTree? key = null)
    {
        var start = (int)reader.TokenStartIndex;
        var type = reader.TokenType;
        var text = type switch
        {
            JsonTokenType.String or JsonTokenType.PropertyName => Text(ref reader),
            JsonTokenType.Number => Encoding.ASCII.GetString(
                utf8,
                start,
                (int)reader.BytesConsumed - start
            ),
            _ => "",
        };
        JsonTree[] items = type switch
        {
            JsonTokenType.StartObject => Members(ref reader),
            JsonTokenType.StartArray => Items(ref reader),
            _ => [],
        };
        return new(this, type, text, items, start, (int)reader.BytesConsumed - start, key);
    }

    private JsonTree[] Members(ref Utf8JsonReader reader)
    {
        var members = new List<JsonTree>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = Value(ref reader);
            if (!names.Add(key.Text))
                throw Twice(key, members);
            reader.Read();
            members.Add(Value(ref reader, key));
        }
        return members.ToArray();
    }

    private static Exception Twice(JsonTree key, List<JsonTree> members) =>
        key.Twice(members.First(member => member.Name == key.Text).Key);

    private JsonTree[] Items(ref Utf8JsonReader reader)
    {
        var items = new List<JsonTree>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(Value(ref reader));
        return items.ToArray();
    }

    private string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape: "\ud800".
            throw Fault(
                PositionOf(reader.TokenStartIndex),
                "the text holds half a character: a \\u escape lacks its other half"
            );
        }
    }

    private void RequireUtf8()
    {
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(utf8);
        }
        catch (DecoderFallbackException fault)
        {
            throw Fault(
                PositionOf(Math.Max(0, fault.Index)),
                "not UTF-8 text: save the file as UTF-8"
            );
        }
    }

    /// <summary>What is wrong, without the place, counted from zero, and the reader's options that its text has besides.</summary>
    private static string Reason(JsonException fault)
    {
        var end = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var reason = end < 0 ? fault.Message : fault.Message.Substring(0, end);
        reason = reason.Replace(", when isFinalBlock is true", "");
        // It may quote all the rest of the file.
        if (reason.Length > 200)
            reason = $"{reason.Substring(0, 60)}…{reason.Substring(reason.Length - 100)}";
        return new string([
            .. reason.Select(character =>
                char.IsControl(character) || char.IsSurrogate(character) ? '?' : character
            ),
        ]);
    }
}
