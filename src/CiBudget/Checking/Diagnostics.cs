using CiBudget.Budgets;
using CiBudget.Text;

namespace CiBudget.Checking;

/// <summary>What the check has to say, collected and put in order.</summary>
internal sealed partial class Diagnostics(Budget budget, CheckOptions options)
{
    // Read once: ages that one check tells agree.
    private readonly DateTimeOffset _now = options.Time.GetUtcNow();

    private readonly List<(Diagnostic Told, decimal Weight)> _all = [];

    /// <summary>Errors first, then by code, the biggest overrun first; the rest is settled by place and text.</summary>
    public IReadOnlyList<Diagnostic> Sorted() =>
        [
            .. _all.OrderByDescending(item => item.Told.Severity)
                .ThenBy(item => item.Told.Code, StringComparer.Ordinal)
                .ThenByDescending(item => item.Weight)
                .ThenBy(item => item.Told.File, StringComparer.Ordinal)
                .ThenBy(item => item.Told.Position.Line)
                .ThenBy(item => item.Told.Position.Column)
                .ThenBy(item => item.Told.Message, StringComparer.Ordinal)
                .Select(item => item.Told),
        ];

    private void Add(
        string code,
        Severity severity,
        string? file,
        Position position,
        string message,
        decimal weight = 0m
    )
    {
        if (severity != Severity.Off)
            _all.Add((new(code, severity, file, position, message), weight));
    }

    /// <summary>Points at the rule in the budget file, or at the file as a whole where it says nothing of the rule.</summary>
    private void Add(string code, Rule rule, string message, Severity? severity = null) =>
        Add(
            code,
            severity ?? budget.SeverityOf(rule),
            budget.Path,
            budget.RulePositions.TryGetValue(rule, out var position) ? position : default,
            message
        );

    /// <summary>An error at a place of the budget file, or of the file as a whole.</summary>
    private void AddError(string code, string message, Position position = default) =>
        Add(code, Severity.Error, budget.Path, position, message);

    /// <summary>An error of another file, or of a folder.</summary>
    private void AddErrorOf(string? path, string code, string message) =>
        Add(code, Severity.Error, path, default, message);

    private static string Count(decimal count, string one) => Count(count, one, one + "s");

    private static string Count(decimal count, string one, string many) =>
        Amount.Counted((long)count, one, many);

    /// <summary><c>first in A.B.C</c>, the earliest call's test.</summary>
    private static string First(Occurrence occurrence) =>
        (occurrence.Count == 1 ? "" : "first ")
        + (occurrence.Test is { } test ? "in " + SafeText.Name(test.Name) : "outside any test");
}
