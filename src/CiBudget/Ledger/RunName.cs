namespace CiBudget;

/// <summary>The name of a run as the name of its folder. The gate and the test processes must make the same of it.</summary>
internal static class RunName
{
    /// <summary>A text as one file name that is safe on every system: characters that may not be in one are written as <c>-</c>.</summary>
    public static string Safe(string text)
    {
        var safe = string.Concat(
            text.Select(c =>
                c
                    is (>= 'a' and <= 'z')
                        or (>= 'A' and <= 'Z')
                        or (>= '0' and <= '9')
                        or '-'
                        or '_'
                        or '.'
                    ? c
                    : '-'
            )
        );
        // Dots alone would name another folder.
        return safe.Trim('.').Length == 0 ? safe.Replace('.', '-') + "-" : safe;
    }
}
