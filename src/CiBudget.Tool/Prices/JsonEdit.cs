using System.Text;
using System.Text.Json;

namespace CiBudget.Tool.Prices;

/// <summary>Sets one value in a JSON text that people wrote: comments, order and layout stay as they are.</summary>
internal static class JsonEdit
{
    /// <summary>Sets a value; objects on the way to it are made where they are missing.</summary>
    /// <param name="text">The text of one JSON object.</param>
    /// <param name="path">The keys that lead to the value.</param>
    /// <param name="value">The value as JSON.</param>
    public static string Set(string text, IReadOnlyList<string> path, string value)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(
            utf8,
            new JsonReaderOptions
            {
                AllowTrailingCommas = true,
                CommentHandling = JsonCommentHandling.Skip,
            }
        );
        reader.Read();
        for (var depth = 0; ; depth++)
        {
            var last = (int)reader.BytesConsumed;
            var isEmpty = true;
            var found = false;
            while (!found && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                found = reader.ValueTextEquals(path[depth]);
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                if (found && depth < path.Count - 1)
                    break;
                reader.Skip();
                (last, isEmpty) = ((int)reader.BytesConsumed, false);
                if (found)
                    return Replace(utf8, start, last, value);
            }
            if (!found)
                return Insert(utf8, isEmpty, last, (int)reader.TokenStartIndex, depth, path, value);
        }
    }

    private static string Replace(byte[] utf8, int start, int end, string value) =>
        Encoding.UTF8.GetString(utf8, 0, start)
        + value
        + Encoding.UTF8.GetString(utf8, end, utf8.Length - end);

    /// <param name="utf8">The text.</param>
    /// <param name="isEmpty">True when the object has no member yet.</param>
    /// <param name="last">Where its last member ends, or its brace opens.</param>
    /// <param name="close">Where its closing brace is.</param>
    /// <param name="depth">How many keys of the path are there already.</param>
    /// <param name="path">All keys.</param>
    /// <param name="value">The value as JSON.</param>
    private static string Insert(
        byte[] utf8,
        bool isEmpty,
        int last,
        int close,
        int depth,
        IReadOnlyList<string> path,
        string value
    )
    {
        for (var i = path.Count - 1; i >= depth; i--)
        {
            var member = JsonSerializer.Serialize(path[i]) + ": " + value;
            value = i == depth ? member : "{ " + member + " }";
        }
        var before = Encoding.UTF8.GetString(utf8, 0, last);
        var between = Encoding.UTF8.GetString(utf8, last, close - last);
        var after = Encoding.UTF8.GetString(utf8, close, utf8.Length - close);
        var comma = isEmpty || HasComma(between) ? "" : ",";
        if (!between.Contains('\n', StringComparison.Ordinal))
            return $"{before}{comma}{between.TrimEnd()} {value} {after}";
        var indent = new string(' ', 2 * (depth + 1));
        var tail = new string(' ', 2 * depth);
        return $"{before}{comma}{between.TrimEnd()}\n{indent}{value}\n{tail}{after}";
    }

    /// <summary>True when a comma stands outside comments: a trailing one.</summary>
    private static bool HasComma(string trivia)
    {
        for (var i = 0; i < trivia.Length; i++)
        {
            var rest = trivia.AsSpan(i);
            if (rest.StartsWith("//", StringComparison.Ordinal))
                i += rest.IndexOf('\n') is >= 0 and var end ? end : rest.Length;
            else if (rest.StartsWith("/*", StringComparison.Ordinal))
                i += rest.IndexOf("*/", StringComparison.Ordinal) + 1;
            else if (trivia[i] == ',')
                return true;
        }
        return false;
    }
}
