namespace CiBudget.Capture;

/// <summary>Copies content headers as they came, without reading a meaning into them.</summary>
internal static class ContentHeaders
{
    public static void Copy(HttpContent from, HttpContent to)
    {
        foreach (var header in from.Headers.NonValidated)
        {
            if (header.Value.Count == 1)
                to.Headers.TryAddWithoutValidation(header.Key, header.Value.ToString());
            else
                to.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }
}
