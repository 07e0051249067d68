using CiBudget.Tests.Shared;

namespace CiBudget.Tool.Tests.Reports;

/// <summary>The runs before that of <see cref="Sample"/>.</summary>
internal static class SampleHistory
{
    public static IReadOnlyList<RunPoint> Runs() =>
        [
            new(
                "#811",
                new DateTimeOffset(2026, 5, 20, 9, 0, 0, TimeSpan.Zero),
                0.4402m,
                Outcome.Within
            ),
            new(
                "#812",
                new DateTimeOffset(2026, 5, 20, 14, 0, 0, TimeSpan.Zero),
                0.4612m,
                Outcome.Within
            ),
            new(
                "#813",
                new DateTimeOffset(2026, 5, 21, 8, 30, 0, TimeSpan.Zero),
                0.061m,
                Outcome.Outage
            ),
            new(
                "#814",
                new DateTimeOffset(2026, 5, 21, 11, 0, 0, TimeSpan.Zero),
                0.4714m,
                Outcome.Within
            ),
        ];
}
