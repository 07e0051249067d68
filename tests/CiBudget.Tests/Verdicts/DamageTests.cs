using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace CiBudget.Tests.Verdicts;

/// <summary>A ledger that was changed after it was written is never green with a lower total.</summary>
public sealed class DamageTests
{
    private static readonly Budget Generous = CheckedRun.Budget(
        new Limit
        {
            Metric = Metric.Cost,
            Max = 1000m,
            Scope = LimitScope.Run,
        }
    );

    [Test]
    public void Any_bit_that_is_flipped_is_noticed()
    {
        using var run = new CheckedRun();
        var path = Write(run);
        var whole = File.ReadAllBytes(path);
        var total = run.Check(Generous).Totals;

        for (var bit = 0; bit < whole.Length * 8; bit += TestEffort.Step(29))
        {
            var damaged = (byte[])whole.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(path, damaged);

            ExpectNoLess(run, total, () => $"bit {bit}: {Encoding.UTF8.GetString(damaged)}");
        }
    }

    [Test]
    public void A_ledger_that_is_cut_anywhere_is_noticed()
    {
        using var run = new CheckedRun();
        var path = Write(run);
        var whole = File.ReadAllBytes(path);
        var total = run.Check(Generous).Totals;

        for (var length = 0; length < whole.Length; length += TestEffort.Step(11))
        {
            File.WriteAllBytes(path, whole[..length]);

            ExpectNoLess(run, total, () => $"cut after {length} bytes");
        }
    }

    [Test]
    public void A_ledger_that_was_closed_more_than_once_is_noticed_when_it_is_cut()
    {
        using var run = new CheckedRun();
        string path;
        using (var writer = new LedgerWriter(run.Path, new LedgerProcess { Id = "p" }))
        {
            path = writer.Path!;
            for (var i = 0; i < 5; i++)
            {
                writer.Append(run.Call("A", 10));
                writer.Close(inFlight: i < 2 ? 1000 : 0, 0);
                writer.Close(0, 0);
            }
        }
        var lines = File.ReadAllLines(path);
        Assert.That(lines, Has.Length.EqualTo(7));
        var total = run.Check(Generous).Totals;
        Assert.That(run.Check(Generous).Passed, Is.True);

        for (var kept = 0; kept < lines.Length; kept++)
        {
            File.WriteAllLines(path, lines[..kept]);

            ExpectNoLess(run, total, () => $"{kept} lines kept");
        }
    }

    [Test]
    public void Lines_that_are_dropped_repeated_or_moved_are_noticed()
    {
        using var run = new CheckedRun();
        var path = Write(run);
        var lines = File.ReadAllLines(path);
        var total = run.Check(Generous).Totals;
        var anywhere = Gen.Choose(0, lines.Length - 1);
        var changes =
            from what in Gen.Elements("drop", "repeat", "swap")
            from one in anywhere
            from other in anywhere
            select (what, one, other);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(TestEffort.Rounds(few: 100, thorough: 300)),
            Prop.ForAll(
                changes.ListOf().Where(list => list.Count is > 0 and < 4).ToArbitrary(),
                list =>
                {
                    var changed = lines.ToList();
                    foreach (var (what, one, other) in list)
                        Change(changed, what, one % changed.Count, other % changed.Count);
                    if (changed.SequenceEqual(lines))
                        return;
                    File.WriteAllLines(path, changed);
                    ExpectNoLess(run, total, () => string.Join(", ", list));
                }
            )
        );
    }

    private static void Change(List<string> lines, string what, int one, int other)
    {
        switch (what)
        {
            case "drop" when lines.Count > 1:
                lines.RemoveAt(one);
                break;
            case "repeat":
                lines.Insert(other, lines[one]);
                break;
            default:
                (lines[one], lines[other]) = (lines[other], lines[one]);
                break;
        }
    }

    private static string Write(CheckedRun run) =>
        run.Ledger(
            new LedgerProcess
            {
                Id = "p",
                Run = "r",
                Blind = null,
            },
            run.Call("A \"quoted\" ä", 1000),
            run.Call("A", 20, "claude-tall"),
            run.Call(null, 30) with
            {
                Usage =
                [
                    new()
                    {
                        Model = "claude-one",
                        InputTokens = 12,
                        CacheReadTokens = 400,
                        OutputTokens = 7,
                        Batch = true,
                    },
                ],
            },
            run.Failure("B", 529, FailureKind.Overloaded)
        );

    private static void ExpectNoLess(CheckedRun run, Totals total, Func<string> damage)
    {
        var verdict = run.Check(Generous);
        if (verdict.Passed && verdict.Totals != total)
            Assert.Fail($"{damage()}: green with {verdict.Totals}");
    }
}
