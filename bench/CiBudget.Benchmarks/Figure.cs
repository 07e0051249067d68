namespace CiBudget.Benchmarks;

/// <summary>One line of the results.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Ours">With CiBudget.</param>
/// <param name="Peer">Without it, or with what else there is.</param>
/// <param name="Ratio">One against the other.</param>
/// <param name="Wanted">What the ratio should be; empty for a figure that only stands beside others.</param>
/// <param name="Ok">Null for a figure that only stands beside others.</param>
internal sealed record Figure(
    string Name,
    string Ours,
    string Peer,
    string Ratio,
    string Wanted,
    bool? Ok
)
{
    /// <summary>A figure that decides nothing.</summary>
    public static Figure Beside(string name, string ours, string peer = "", string ratio = "") =>
        new(name, ours, peer, ratio, "", null);

    public string Verdict =>
        Ok switch
        {
            true => "ok",
            false => "SHORT",
            null => "-",
        };
}
