using CiBudget.Checking;
using CiBudget.Text;

namespace CiBudget.Tool.Bill.Reconciling;

/// <summary>Compares what was metered with what was billed, and looks for the reasons where they differ.</summary>
internal sealed class Reconciler(BillReader reader, BillPace pace)
{
    /// <param name="metered">What the ledgers say.</param>
    /// <param name="about">Whose bill it is.</param>
    /// <param name="tolerance">Share by which counts may differ, 0 to 1.</param>
    /// <param name="discount">What the budget file takes off list price.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<Reconciliation> CompareAsync(
        MeteredUse metered,
        BillQuestion about,
        decimal tolerance,
        decimal discount,
        CancellationToken cancel
    )
    {
        var billed = await BilledUse
            .ReadAsync(reader, about, metered.Periods, cancel)
            .ConfigureAwait(false);
        var lines = Lines(metered, billed, tolerance);
        var others = lines.Exists(line => line.Verdict == LineVerdict.MeteredLess)
            ? await OtherUsers
                .FindAsync(reader, about, metered, tolerance, cancel)
                .ConfigureAwait(false)
            : null;
        var stranger = lines.Exists(line => line.Verdict == LineVerdict.MeteredMore)
            ? await OtherOrganizationAsync(metered, cancel).ConfigureAwait(false)
            : null;
        var isComplete = IsComplete(metered, billed);
        return new()
        {
            Metered = metered,
            Billed = billed,
            About = about,
            Lines = lines,
            IsComplete = isComplete,
            Explanations =
            [
                .. stranger is null ? Array.Empty<Explanation>() : [stranger],
                .. new Explanations(metered, billed, lines, discount).All(isComplete, others),
            ],
        };
    }

    /// <summary>Is it the bill of another organization than the one that answered?</summary>
    private async Task<Explanation?> OtherOrganizationAsync(
        MeteredUse metered,
        CancellationToken cancel
    )
    {
        if (metered.Organizations.Count == 0)
            return null;
        (string Id, string Name) own;
        try
        {
            own = await reader.OrganizationAsync(cancel).ConfigureAwait(false);
        }
        // A key that may only read reports may not be told.
        catch (BillException)
        {
            return null;
        }
        return metered.Organizations.Contains(own.Id)
            ? null
            : new(
                Cause.OtherBills,
                $"this is the bill of {SafeText.Line(own.Name)} ({SafeText.Line(own.Id)}), and the answers came from {string.Join(", ", metered.Organizations.Order(StringComparer.Ordinal).Select(SafeText.Line))}: wrong key, wrong bill. Set {Secrets.AdminKeyVariable} to a key of the organization that answered."
            );
    }

    private static List<ReconciledLine> Lines(
        MeteredUse metered,
        BilledUse billed,
        decimal tolerance
    ) =>
        [
            .. metered
                .Lines.Keys.Union(billed.Lines.Keys)
                .Select(key =>
                    ReconciledLine.Create(
                        key.Model,
                        key.Kind,
                        metered.Lines.GetValueOrDefault(key) ?? new(),
                        billed.Lines.GetValueOrDefault(key) ?? new(),
                        tolerance
                    )
                )
                .OrderByDescending(line => line.IsDifference)
                .ThenBy(line => line.Model, StringComparer.Ordinal)
                .ThenBy(line => BillKinds.Rank(line.Kind))
                .ThenBy(line => line.Kind, StringComparer.Ordinal),
        ];

    private bool IsComplete(MeteredUse metered, BilledUse billed)
    {
        var end = metered.Periods[^1].To;
        return billed.RefreshedAt is { } at
            ? at >= end
            : pace.Clock.GetUtcNow() >= end + LegacyReports.Lag;
    }
}
