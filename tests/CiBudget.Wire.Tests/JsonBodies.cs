using System.Text;

namespace CiBudget.Wire.Tests;

/// <summary>Makes JSON texts of everything that JSON may hold, with the names of answers and requests, from a seed.</summary>
/// <param name="seed">The same one gives the same text.</param>
/// <param name="isPlain">True for what every parser reads alike: strict JSON whose root says nothing in a second place.</param>
internal sealed class JsonBodies(int seed, bool isPlain = false)
{
    private static readonly string[] Spaces = ["", "", "", "", "", " ", "\n", "\r\n\t", "  "];

    private static readonly string[] PlainRoot =
    [
        "id",
        "model",
        "stop_reason",
        "usage",
        "usage",
        "type",
        "max_tokens",
        "stream",
        "noise",
    ];

    private static readonly string[] Root =
    [
        .. PlainRoot,
        "content",
        "message",
        "delta",
        "error",
        "request_id",
        "result",
        "input_tokens",
    ];

    private static readonly string[] UsageNames =
    [
        "input_tokens",
        "output_tokens",
        "cache_read_input_tokens",
        "cache_creation_input_tokens",
        "cache_creation",
        "service_tier",
        "server_tool_use",
        "new_tokens",
    ];

    private static readonly string[] Names =
    [
        .. UsageNames,
        .. Root,
        "iterations",
        "output_tokens_details",
        "thinking_tokens",
        "web_search_requests",
        "ephemeral_5m_input_tokens",
        "ephemeral_1h_input_tokens",
        "",
        "naïve 🌍",
    ];

    private static readonly string[] Numbers =
    [
        .. "0 7 42 503 20000 99999999999999 123456789012345 999999999999999 1e15".Split(' '),
        .. "1234567890123456 12345678901234567890 -1 -0 -12.5 0.5 12.25 1.0 0.0".Split(' '),
        .. "1e2 1E+3 25e-1 12.5e1 0.00001e3 0e5 1e16 12345678901234567890e-10".Split(' '),
    ];

    private static readonly string[] Loose =
    [
        "007",
        "1.",
        "-",
        "1e",
        "nul",
        "tru",
        "",
        "]",
        "x",
        "\u00017",
    ];

    private static readonly string[] Texts =
    [
        "claude-opus-5-5",
        "claude-haiku-4-5",
        "msg_1",
        "end_turn",
        "message",
        "error",
        "standard",
        "",
        "}",
        "a,b:{[",
        "\\u0041\\n",
        "\\\"quoted\\\\",
        "caf\\u00e9 日本",
        "\\/",
    ];

    private static readonly string[] LongTexts =
    [
        "\"" + new string('x', 300) + "\"",
        "\"" + new string('x', 300) + "\\t\"",
    ];

    private static readonly string DeepArray = new string('[', 40) + new string(']', 40);

    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();

    public static byte[] Of(int seed, bool isPlain = false) => new JsonBodies(seed, isPlain).Make();

    private byte[] Make()
    {
        Object(isPlain ? PlainRoot : Root, depth: 0);
        Space();
        var bytes = Encoding.UTF8.GetBytes(_text.ToString());
        return !isPlain && _random.Next(4) == 0 ? bytes[.._random.Next(bytes.Length + 1)] : bytes;
    }

    private void Object(string[] names, int depth)
    {
        Add("{");
        var count = _random.Next(depth > 4 ? 2 : 7);
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                Add(",");
            var name = Pick(names);
            Add("\"" + (_random.Next(12) == 0 ? Escaped(name) : name) + "\"");
            Add(":");
            Value(name, depth + 1);
        }
        Add(IsWrong() ? "]" : "}");
    }

    private void Value(string name, int depth)
    {
        var kind = _random.Next(20);
        if (name is "usage" or "cache_creation" && kind < 15)
            Object(name == "usage" && (isPlain || kind < 12) ? UsageNames : Names, depth);
        else if (name.EndsWith("tokens", StringComparison.Ordinal) && kind < 15)
            Add(Pick(Numbers));
        else if (name is "id" or "model" or "stop_reason" && kind is not 8 and < 15)
            Add("\"" + Pick(Texts) + "\"");
        else
            // With iterations, the counts beside them say nothing.
            Any(isPlain && name == "usage" ? kind % 12 : kind, depth);
    }

    private void Any(int kind, int depth)
    {
        switch (kind)
        {
            case < 4:
                Add(Pick(Numbers));
                break;
            case < 8:
                Add("\"" + Pick(Texts) + "\"");
                break;
            case 8:
                Add(isPlain ? "{}" : Pick(LongTexts));
                break;
            case 9:
                Add(DeepArray);
                break;
            case < 12:
                Add(Pick(["null", "true", "false"]));
                break;
            case 12 or 13 when IsWrong():
                Add(Pick(Loose));
                break;
            case < 17 when depth < 7:
                Object(Names, depth);
                break;
            case < 20 when depth < 7:
                Array(depth);
                break;
            default:
                Add("null");
                break;
        }
    }

    private void Array(int depth)
    {
        Add("[");
        var count = _random.Next(4);
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                Add(",");
            Any(_random.Next(20), depth + 1);
        }
        Add(IsWrong() ? "}" : "]");
    }

    /// <summary>Some texts are spoilt, and the others read to their end.</summary>
    private bool IsWrong() => !isPlain && seed % 3 == 0 && _random.Next(12) == 0;

    private static string Escaped(string name) =>
        name.Length == 0 ? name : $"\\u{(int)name[0]:x4}" + name[1..];

    private T Pick<T>(T[] of) => of[_random.Next(of.Length)];

    private void Space() => _text.Append(Pick(Spaces));

    private void Add(string token)
    {
        Space();
        _text.Append(token);
    }
}
