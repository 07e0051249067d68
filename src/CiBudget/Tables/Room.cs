namespace CiBudget.Tables;

/// <summary>How much room a medium has. One that has more shows all that one with less shows.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum Room
{
    /// <summary>A comment in Markdown.</summary>
    Comment,

    /// <summary>A terminal or a log.</summary>
    Terminal,

    /// <summary>A page that scrolls sideways.</summary>
    Page,
}
