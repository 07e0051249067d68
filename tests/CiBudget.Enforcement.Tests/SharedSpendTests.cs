using CiBudget.Capture;

namespace CiBudget.Enforcement.Tests;

/// <summary>The file in which the processes of a run reserve what their calls may cost.</summary>
public sealed class SharedSpendTests
{
    private string _folder = "";

    [SetUp]
    public void Make_a_folder() =>
        _folder = Directory.CreateTempSubdirectory("cibudget-enforce-").FullName;

    [TearDown]
    public void Remove_the_folder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_budget_that_changed_while_the_run_is_on_is_refused()
    {
        var path = Path.Combine(_folder, "spend.bin");
        using var one = new SharedSpend(path, 1, layout: 1);

        Assert.That(
            () => new SharedSpend(path, 1, layout: 2),
            Throws.InvalidOperationException.With.Message.Contains(
                "the budget file was changed while the run was on"
            )
        );
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_counter_file_that_is_cut_or_deleted_while_the_run_is_on_refuses_and_crashes_nobody(
        bool deleted
    )
    {
        var path = Path.Combine(_folder, "spend.bin");
        using var one = new Capture.SharedSpend(path, 1, layout: 1);
        SpendAsk[] asks = [new(0, 1, 100, Stop: true, Spent: false)];
        Assert.That(one.Reserve(asks), Is.Null);

        if (deleted)
        {
            File.Delete(path);
            using var other = new Capture.SharedSpend(path, 1, layout: 1);
        }
        else
        {
            using var file = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Write,
                FileShare.ReadWrite
            );
            file.SetLength(100);
        }

        Assert.That(
            () => one.Reserve(asks),
            Throws.InvalidOperationException.With.Message.Contains(
                "was deleted, cut or replaced while the run was on"
            )
        );
    }

    [Test]
    public void A_lock_that_nobody_lets_go_of_is_told()
    {
        var path = Path.Combine(_folder, "spend.bin");
        using var file = new FileStream(
            path,
            FileMode.Create,
            FileAccess.ReadWrite,
            FileShare.ReadWrite
        );
        // Lets go of the shared lock that .NET takes when it opens a file.
        Capture.FileLock.Take(file.SafeFileHandle).Dispose();
        using var other = new FileStream(
            path,
            FileMode.Open,
            FileAccess.ReadWrite,
            FileShare.ReadWrite
        );
        using var held = Capture.FileLock.Take(other.SafeFileHandle);

        Assert.That(
            () => Capture.FileLock.Take(file.SafeFileHandle, TimeSpan.Zero),
            Throws
                .InstanceOf<IOException>()
                .With.Message.StartsWith("Another process has held the lock on a file of the run")
        );
    }

    [Test]
    public void A_process_that_lives_elsewhere_keeps_what_it_has_reserved()
    {
        var path = Path.Combine(_folder, "spend.bin");
        SpendAsk[] asks = [new(0, 60, 100, Stop: true, Spent: false)];
        using var one = new Capture.SharedSpend(path, 1, layout: 1);
        using (var other = new Capture.SharedSpend(path, 1, layout: 1))
        {
            Assert.That(other.Reserve(asks), Is.Null);
            // Whatever its process id is taken for, its lock says that it lives.
            Assert.That(one.Reserve(asks), Is.Not.Null);
            other.Close();
            Assert.That(one.Reserve(asks), Is.Null, "it is dead now");
        }
    }
}
