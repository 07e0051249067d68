using NUnit.Framework.Constraints;

namespace CiBudget.NUnit;

/// <summary>Holds a <see cref="TestSpend"/> to limits; made by <see cref="Within.Budget"/>.</summary>
public sealed class BudgetConstraint : Constraint
{
    private readonly IReadOnlyList<TestLimit> _limits;

    internal BudgetConstraint(IReadOnlyList<TestLimit> limits)
    {
        if (limits.Count == 0)
            throw new ArgumentException(
                "A budget needs at least one limit: Within.Budget(\"$0.01\").",
                nameof(limits)
            );

        _limits = limits;
    }

    /// <inheritdoc />
    public override string Description =>
        "within "
        + string.Join(" and ", _limits.Select(limit => SpendText.Format(limit.Metric, limit.Max)));

    /// <inheritdoc />
    public override ConstraintResult ApplyTo<TActual>(TActual actual) =>
        actual is TestSpend spend
            ? new Result(
                this,
                spend,
                spend.Metered
                    ? [.. _limits.Select(limit => limit.Broken(spend)).OfType<string>()]
                    : []
            )
            : throw new ArgumentException(
                "A budget holds Claude.Usage or Claude.Run, not " + typeof(TActual).Name + ".",
                nameof(actual)
            );

    private sealed class Result(
        Constraint constraint,
        TestSpend spend,
        IReadOnlyList<string> broken
    ) : ConstraintResult(constraint, spend, broken.Count == 0)
    {
        /// <summary>The default would put the whole record here.</summary>
        public override void WriteActualValueTo(MessageWriter writer) =>
            writer.Write(spend.ToString());

        public override void WriteAdditionalLinesTo(MessageWriter writer)
        {
            foreach (var line in broken)
                writer.WriteMessageLine(line);
        }
    }
}
