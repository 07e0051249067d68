namespace CiBudget.Tests.Ledger;

public sealed class AliveFileTests
{
    [Test]
    public void A_process_is_alive_while_it_holds_its_file()
    {
        using var run = new RunFolder();
        string alive;
        using (var writer = new LedgerWriter(run.Path, new() { Id = "p" }))
        {
            alive = Path.ChangeExtension(writer.Path!, null);
            alive = Path.ChangeExtension(alive, null) + AliveFile.Extension;
            Assert.That(AliveFile.IsHeld(alive), Is.True);
            Assert.That(Runs.IsAlive(run.Path), Is.True);
        }

        Assert.That(File.Exists(alive), Is.True, "it stays, and says that there was a process");
        Assert.That(AliveFile.IsHeld(alive), Is.False);
        Assert.That(Runs.IsAlive(run.Path), Is.False);
    }

    [Test]
    public void Who_asks_is_not_taken_for_the_process()
    {
        using var run = new RunFolder();
        var path = Path.Combine(run.Path, "p" + AliveFile.Extension);
        File.WriteAllText(path, "");
        using var asking = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);

        Assert.That(AliveFile.IsHeld(path), Is.False);
    }

    [Test]
    public void A_ledger_that_is_deleted_while_it_is_written_is_told()
    {
        using var run = new RunFolder();
        using (var writer = new LedgerWriter(run.Path, new() { Id = "p" }))
        {
            writer.Append(new LedgerEntry { Id = "a" });
            File.Delete(writer.Path!);
            writer.Append(new LedgerEntry { Id = "b" });
            writer.Close(0, 0);
        }

        var verdict = BudgetCheck.Run(
            Budget.Empty,
            PriceSheet.Embedded,
            [run.Path],
            new CheckOptions()
        );
        Assert.That(
            verdict.Diagnostics.Select(diagnostic => diagnostic.Code),
            Has.Exactly(1).EqualTo(Codes.LedgerNotWritten)
        );
        Assert.That(
            verdict
                .Diagnostics.Single(diagnostic => diagnostic.Code == Codes.LedgerNotWritten)
                .Message,
            Does.StartWith("2 calls of this process could not be written here")
        );
    }

    [Test]
    public async Task A_process_that_begins_during_a_check_has_lost_nothing()
    {
        using var run = new RunFolder();
        var beginning = Task.Run(() =>
        {
            for (var i = 0; i < 200; i++)
                new LedgerWriter(run.Path, new() { Id = $"p{i}" }).Dispose();
        });

        var gone = LedgersSaidToBeGone(run);
        while (!beginning.IsCompleted)
            gone = [.. gone, .. LedgersSaidToBeGone(run)];
        await beginning;

        Assert.That(gone, Is.Empty);
    }

    private static string[] LedgersSaidToBeGone(RunFolder run) =>
        [
            .. BudgetCheck
                .Run(Budget.Empty, PriceSheet.Embedded, [run.Path], new CheckOptions())
                .Diagnostics.Select(diagnostic => diagnostic.Message)
                .Where(message => message.Contains("is gone")),
        ];
}
