namespace CiBudget;

/// <summary>The report that people read at the end of a run.</summary>
public static class ConsoleReport
{
    /// <summary>Renders a verdict, lines ended by <c>\n</c>.</summary>
    /// <param name="verdict">What to say.</param>
    /// <param name="width">Columns of the terminal; at least 40 is assumed.</param>
    /// <param name="color">True for ANSI colours.</param>
    public static string Render(Verdict verdict, int width, bool color) =>
        throw new NotImplementedException();
}
