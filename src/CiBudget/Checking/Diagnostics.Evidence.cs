using CiBudget.Ledger;
using CiBudget.Text;

namespace CiBudget.Checking;

internal sealed partial class Diagnostics
{
    /// <summary>Compares who had to testify with who did. Each piece that is missing is one diagnostic.</summary>
    public void AddEvidence(
        IReadOnlyList<EvidenceFolder> folders,
        IReadOnlyList<LedgerState> ledgers
    )
    {
        foreach (var folder in folders)
            AddFolder(folder, [.. ledgers.Where(folder.IsOf)], ledgers);
        AddAge(folders);
    }

    private void AddFolder(
        EvidenceFolder folder,
        IReadOnlyList<LedgerState> own,
        IReadOnlyList<LedgerState> all
    )
    {
        foreach (var (path, fault) in folder.Unreadable)
            AddErrorOf(
                path,
                Codes.LedgerUnreadable,
                $"this file of a gate cannot be used: {fault}. What it expected is not known: run the tests again."
            );
        foreach (var ledger in own)
            AddIdentity(folder, ledger);
        AddLostLedgers(folder, own, all);
        foreach (
            var gate in folder.Gates.GroupBy(gate => gate.Expectation.Gate, StringComparer.Ordinal)
        )
            AddGate(gate.Key, [.. gate], own);
    }

    /// <summary>A folder that was deleted or replaced in the middle of a run has lost what was written before.</summary>
    private void AddIdentity(EvidenceFolder folder, LedgerState ledger)
    {
        if (ledger.Process is not { } process)
            return;
        if (process.RunIdentity is { } identity && folder.Identity?.Identity != identity)
            Add(
                ledger,
                Codes.LedgerNotWritten,
                1,
                (
                    folder.Identity is null
                        ? $"{RunIdentity.FileName} is missing beside this ledger: the run's folder was deleted while the run was on, or it was not copied whole."
                        : $"this ledger was written for another folder than the one that it is in: the run's folder was replaced while the run was on, or ledgers of several runs were put together."
                ) + " What else was in it is not known: run the tests again."
            );
        else if (
            process.Gate is { } gate
            && !folder.Gates.Any(expected => expected.Expectation.Gate == gate)
            && folder.Unreadable.Count == 0
        )
            Add(
                ledger,
                Codes.LedgerNotWritten,
                1,
                $"the gate of this ledger ({SafeText.Name(gate)}) has left no word in {Runs.GatesFolder}/: the run's folder is not whole. Copy all of it, or run the tests again."
            );
    }

    private void AddLostLedgers(
        EvidenceFolder folder,
        IReadOnlyList<LedgerState> own,
        IReadOnlyList<LedgerState> all
    )
    {
        var there = new HashSet<string>(
            own.Select(ledger => FileNameOf(ledger.Path))
                .Concat(all.Select(ledger => ledger.Process?.Id).OfType<string>()),
            StringComparer.Ordinal
        );
        var expected = folder.Processes.Concat(
            folder.Gates.SelectMany(gate => gate.Outcome?.Ledgers ?? [])
        );
        foreach (
            var lost in expected
                .Where(process => !there.Contains(process) && !folder.HasLedgerOf(process))
                .Distinct(StringComparer.Ordinal)
                .OrderBy(process => process, StringComparer.Ordinal)
        )
            AddErrorOf(
                Path.Combine(folder.Path, lost + LedgerReader.Extension),
                Codes.LedgerNotWritten,
                "this process wrote a ledger that is gone: what it spent is not known. Let nothing delete files here while tests run, copy the whole folder, and run the tests again."
            );
    }

    private static string FileNameOf(string path) =>
        Path.GetFileName(path)
            .Remove(Path.GetFileName(path).Length - LedgerReader.Extension.Length);

    /// <summary>A gate, as often as it was announced: a later `dotnet test` of the same run repeats it.</summary>
    private void AddGate(
        string name,
        IReadOnlyList<ExpectedGate> times,
        IReadOnlyList<LedgerState> ledgers
    )
    {
        foreach (var aborted in times.Where(time => time.Outcome is { Aborted: true }).Take(1))
            AddErrorOf(
                aborted.Expectation.Project,
                Codes.TestRunAborted,
                $"the test run of {SafeText.Name(aborted.Expectation.Title)} was cut off: calls of tests that did not end may be in no ledger. See why it ended, and run it again."
            );
        if (budget.Path is null || Evidence.Heard(ledgers).Contains(name))
            return;
        foreach (var time in times)
            if (Unmetered(time) is { } text)
            {
                AddErrorOf(time.Expectation.Project, Codes.NoLedger, text);
                return;
            }
    }

    /// <summary>Why a gate without a ledger is no gate without tests; null when it is one, or may still come.</summary>
    private string? Unmetered(ExpectedGate gate)
    {
        var title = SafeText.Name(gate.Expectation.Title);
        if (gate.Outcome is not { } outcome)
            return gate.Running || !options.RunEnded
                ? null
                : $"the tests of {title} were started, left no ledger, and nothing says that they ended: what they spent is not known. Run them again.";
        if (outcome.BuildFailed || outcome.Executed == 0)
            return null;
        var ran = outcome.Executed is { } count
            ? $"{Count(count, "test")} of {title} ran, and {(count == 1 ? "its" : "their")} calls were not measured, since there is no ledger"
            : $"the calls of {title} were not measured: there is no ledger";
        if (!gate.Expectation.Metered)
            return $"{ran}. The project has no CiBudget.NUnit: reference it if its tests call Claude, else set the property CiBudgetEnabled to false in that project.";
        if (outcome.HasAttribute == false)
            return $"{ran}. Its assembly lacks the attribute that starts metering (GenerateAssemblyInfo is false?): add [assembly: CiBudget.NUnit.ClaudeMetered].";
        // With the harness in it, a process in which a test runs leaves a ledger: none ran, or the host did not live that long.
        return outcome.Executed is null
            ? null
            : $"{ran}. See to the access rights of the run's folder, and whether something deletes files in it.";
    }

    /// <summary>Nobody named the run, so the latest was taken: it may be yesterday's, when today's tests did not even start.</summary>
    private void AddAge(IReadOnlyList<EvidenceFolder> folders)
    {
        var job = options.PipelineRun;
        foreach (var folder in folders)
        {
            if (job is not null && folder.Identity?.Job is { } other && other != job)
                AddOld(
                    folder,
                    $"this run is of another pipeline run ({SafeText.Name(other)}; this is {SafeText.Name(job)})"
                );
            else if (
                options.MaxAge is { } maxAge
                && Runs.LastWrite(folder.Path) is { } written
                && _now - written > maxAge
            )
                AddOld(
                    folder,
                    $"this run is of {Amount.Minute(written)} UTC, {Amount.Duration(_now - written)} ago, and may be no older than {Amount.Duration(maxAge)}"
                );
        }
    }

    private void AddOld(EvidenceFolder folder, string what) =>
        AddErrorOf(
            folder.Path,
            Codes.OldRun,
            $"{what}: see that the tests run before this check, or name the run that you mean (its folder, or CIBUDGET_RUN). CIBUDGET_MAX_AGE=2d or off lets older ones pass."
        );

    /// <summary>Why there was no call, from what the gates say of their tests.</summary>
    private static string WhyNoTest(IReadOnlyList<EvidenceFolder> folders)
    {
        var outcomes = folders
            .SelectMany(folder => folder.Gates)
            .Select(gate => (gate.Expectation.Title, gate.Outcome))
            .ToList();
        var failed = outcomes.FirstOrDefault(gate => gate.Outcome is { Failed: true });
        return failed.Outcome is not null
                ? $"no test of {SafeText.Name(failed.Title)} is known to have run: its test run failed, see its errors."
            : outcomes.Count > 0 && outcomes.All(gate => gate.Outcome?.Executed == 0)
                ? "no test ran: the filter matched none."
            : "no test ran: the filter may have matched none.";
    }
}
