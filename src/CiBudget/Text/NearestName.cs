namespace CiBudget.Text;

/// <summary>Did-you-mean.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NearestName
{
    /// <summary>A sentence that begins with a space, or nothing when no name is near.</summary>
    public static string Hint(string written, IReadOnlyList<string> names) =>
        Find(written, names) is { } near ? $" Did you mean '{near}'?" : "";

    /// <summary>The name that a typing mistake or two turn into what was written, or that it is the beginning of; null when none is near.</summary>
    internal static string? Find(string written, IReadOnlyList<string> names)
    {
        // Longer text is no misspelt name, and measuring it would take long.
        if (written.Length > 40)
            return null;
        var (nearest, least) = ((string?)null, (Math.Min(written.Length, 6) / 3) + 1);
        foreach (var name in names)
        {
            var distance = Distance(written, name);
            if (distance < least)
                (nearest, least) = (name, distance);
        }
        return nearest is null && written.Length >= 3
            ? names.FirstOrDefault(name =>
                name.StartsWith(written, StringComparison.OrdinalIgnoreCase)
            )
            : nearest;
    }

    /// <summary>Letters to add, drop, change or swap with their neighbour; case does not count.</summary>
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }
                var same = Same(left[i - 1], right[j - 1]);
                var least = Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1;
                least = Math.Min(least, rows[i - 1, j - 1] + (same ? 0 : 1));
                if (
                    i > 1
                    && j > 1
                    && Same(left[i - 1], right[j - 2])
                    && Same(left[i - 2], right[j - 1])
                )
                    least = Math.Min(least, rows[i - 2, j - 2] + 1);
                rows[i, j] = least;
            }
        }
        return rows[left.Length, right.Length];
    }

    private static bool Same(char left, char right) =>
        char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
