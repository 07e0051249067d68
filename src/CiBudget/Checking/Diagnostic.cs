using CiBudget.Budgets;

namespace CiBudget.Checking;

/// <summary>One thing that the check has to say.</summary>
/// <param name="Code">One of <see cref="Codes"/>.</param>
/// <param name="Severity">What it does to the build.</param>
/// <param name="File">The file that it points at, full path; null when there is none.</param>
/// <param name="Position">The place in that file.</param>
/// <param name="Message">One line of plain English: subject, measured value, limit, what to do. Free of control characters.</param>
public sealed record Diagnostic(
    string Code,
    Severity Severity,
    string? File,
    Position Position,
    string Message
);
