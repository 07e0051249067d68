namespace CiBudget.Text;

/// <summary>A pattern in which <c>*</c> stands for any characters; everything else stands for itself. Ordinal, whole text.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GlobPattern
{
    /// <summary>True when the whole text matches. Linear in the text for one star, never exponential.</summary>
    public static bool IsMatch(string pattern, string text)
    {
        var (p, t) = (0, 0);
        // Where to take up again after a mismatch: the last star, and the text that it has swallowed so far. An earlier star
        // never has to be reconsidered, because the last one can swallow whatever that one would have.
        var (star, resume) = (-1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
                (star, resume) = (p++, t);
            else if (p < pattern.Length && pattern[p] == text[t])
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++resume;
            }
            else
                return false;
        }
        while (p < pattern.Length && pattern[p] == '*')
            p++;
        return p == pattern.Length;
    }
}
