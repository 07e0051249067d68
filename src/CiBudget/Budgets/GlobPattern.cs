namespace CiBudget;

/// <summary>A pattern in which <c>*</c> stands for any characters; everything else stands for itself. Ordinal, whole text.</summary>
public static class GlobPattern
{
    /// <summary>True when the whole text matches. Linear in the text for one star, never exponential.</summary>
    public static bool IsMatch(string pattern, string text) => throw new NotImplementedException();
}
