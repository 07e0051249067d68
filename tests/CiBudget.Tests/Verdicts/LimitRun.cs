using System.Text;

namespace CiBudget.Tests.Verdicts;

/// <summary>What the tests of limits have in common.</summary>
internal static class LimitRun
{
    public static readonly Limit RunCost = new() { Max = 0.50m, Position = new(2, 21) };
}
