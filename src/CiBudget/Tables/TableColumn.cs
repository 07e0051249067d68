namespace CiBudget.Tables;

/// <summary>A column of a table.</summary>
/// <param name="Title">As a heading begins: <c>Cache write</c>.</param>
/// <param name="Figure">True for figures, which end at the right and are never text from outside.</param>
/// <param name="Obvious">True when the cells say what they are, so that a terminal spares the heading.</param>
/// <param name="Bars">True when the cells' values are shares that are drawn as bars.</param>
/// <param name="Needs">The least room in which it is shown.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public record TableColumn(string Title, bool Figure, bool Obvious, bool Bars, Room Needs);

/// <summary>A column, and what stands in it.</summary>
/// <param name="Title">As above.</param>
/// <param name="Cell">The cell of a row.</param>
/// <param name="Figure">As above.</param>
/// <param name="Obvious">As above.</param>
/// <param name="Bars">As above.</param>
/// <param name="Needs">As above.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record TableColumn<T>(
    string Title,
    Func<T, TableCell> Cell,
    bool Figure = false,
    bool Obvious = false,
    bool Bars = false,
    Room Needs = Room.Comment
) : TableColumn(Title, Figure, Obvious, Bars, Needs);
