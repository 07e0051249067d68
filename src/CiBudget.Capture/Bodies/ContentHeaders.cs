namespace CiBudget.Capture;

/// <summary>Content headers, as they came: no meaning is read into them.</summary>
/// <param name="Type"><c>Content-Type</c>; null when there is none, as for the others.</param>
/// <param name="Length"><c>Content-Length</c>.</param>
/// <param name="Encoding"><c>Content-Encoding</c>.</param>
internal readonly record struct ContentHeaders(string? Type, string? Length, string? Encoding)
{
    /// <summary>Copies all, and picks those that tell how the body is to be read: one pass, because each look-up costs as much.</summary>
    public static ContentHeaders Copy(HttpContent from, HttpContent to)
    {
        string? type = null;
        string? length = null;
        string? encoding = null;
        var target = to.Headers;
        foreach (var header in from.Headers.NonValidated)
        {
            var value = header.Value.ToString();
            if (header.Value.Count == 1)
                target.TryAddWithoutValidation(header.Key, value);
            else
                target.TryAddWithoutValidation(header.Key, header.Value);
            // The runtime spells the names that it knows in one way.
            switch (header.Key)
            {
                case "Content-Type":
                    type = value;
                    break;
                case "Content-Length":
                    length = value;
                    break;
                case "Content-Encoding":
                    encoding = value;
                    break;
            }
        }
        return new(type, length, encoding);
    }
}
