using System.Text;

namespace CiBudget.Fuzz;

/// <summary>Budget files: any text gives a budget or one fault at a place inside the text.</summary>
internal sealed class BudgetTarget : ITarget
{
    public string Name => "budget";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "seeds", "budget.json")),
        """{ "run": { "cost": "$0.50" } }"""u8.ToArray(),
        "{}"u8.ToArray(),
    ];

    public string Try(byte[] input, Random random)
    {
        try
        {
            var budget = BudgetFile.Parse(input, "cibudget.json");
            BrokenPromiseException.Unless(
                budget.Limits.All(limit => limit.Max >= 0 && limit.Position.Line >= 1),
                "a limit is below zero or stands nowhere"
            );
            return $"{budget.Limits.Count} {budget.Prices?.GetHashCode() is null} {budget.Shards} {budget.Shared is null}";
        }
        catch (BudgetFileException fault)
        {
            var lines = Encoding.UTF8.GetString(input).Split('\n', '\r');
            var (line, column) = (fault.Position.Line, fault.Position.Column);
            BrokenPromiseException.Unless(
                fault.Position == Position.None
                    ? input.Length > 1024 * 1024
                        || fault.Message.Contains("empty", StringComparison.Ordinal)
                    : line >= 1
                        && line <= lines.Length
                        && column >= 1
                        && column <= lines.Max(text => text.Length) + 1,
                $"the place of a fault, {line},{column}, is not in the text"
            );
            BrokenPromiseException.Unless(
                fault.Message.Length is > 0 and < 400 && !fault.Message.Any(char.IsControl),
                "the message of a fault is no plain sentence"
            );
            // Without what it quotes, a message is a kind of fault.
            return string.Concat(fault.Message.Where((_, at) => at < 40));
        }
    }
}
