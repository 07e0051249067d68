using System.Diagnostics;

namespace CiBudget.Capture.Tests;

/// <summary>Programs that this process starts are known to the system, as far as it tells.</summary>
public sealed class StartedProgramsTests
{
    [Test]
    public void Programs_that_run_and_programs_that_have_ended_are_told_apart()
    {
        var programs = new StartedPrograms();
        if (!OperatingSystem.IsLinux())
        {
            Assert.That(programs.Count(), Is.Null);
            return;
        }
        Assert.That(programs.Count(), Is.Zero);

        using var running = Process.Start(
            new ProcessStartInfo("cat") { RedirectStandardInput = true }
        )!;
        Assert.That(programs.Count(), Is.EqualTo(1));

        using (var ended = Process.Start("true"))
            ended.WaitForExit();
        Assert.That(programs.Count(), Is.EqualTo(2));

        running.StandardInput.Close();
        running.WaitForExit();
        Assert.That(programs.Count(), Is.EqualTo(1));
        Assert.That(new StartedPrograms().Count(), Is.Zero, "what was before it does not count");
    }
}
