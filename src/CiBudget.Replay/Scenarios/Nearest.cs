namespace CiBudget.Replay;

/// <summary>Did you mean …?</summary>
internal static class Nearest
{
    /// <summary>A sentence that begins with a space, or nothing when no name is near.</summary>
    public static string Hint(string wrong, IEnumerable<string> names)
    {
        var best = names
            .Select(name => (Name: name, Distance: Distance(wrong, name)))
            .OrderBy(static n => n.Distance)
            .FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(2, wrong.Length / 3)
            ? $" Did you mean '{best.Name}'?"
            : "";
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                var change =
                    char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + change);
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
