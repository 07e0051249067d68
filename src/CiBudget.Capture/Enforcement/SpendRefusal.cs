namespace CiBudget.Capture;

/// <summary>Why a reservation was not made.</summary>
/// <param name="Counter">The first counter that has no room.</param>
/// <param name="Used">What is used of it.</param>
/// <param name="Reserved">What calls in flight have reserved of it.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record SpendRefusal(int Counter, long Used, long Reserved);
