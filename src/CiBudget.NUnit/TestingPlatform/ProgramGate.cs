using System.Reflection;
using CiBudget.Checking;
using CiBudget.Ledger;

namespace CiBudget.NUnit;

/// <summary>
/// The gate of one test program on Microsoft.Testing.Platform: it says in the run's folder what is expected of the program and what
/// became of it, and holds the program to a verdict when it ends before the platform asks for one.
/// </summary>
internal sealed class ProgramGate
{
    private readonly SessionSettings _settings;
    private readonly GateExpectation _expectation;
    private readonly GateFolder? _folder;
    private FileStream? _alive;
    private int _ended;

    private ProgramGate(SessionSettings settings)
    {
        _settings = settings;
        var program = Assembly.GetEntryAssembly();
        var name = settings.Gate ?? GateFolder.NameOf(program?.Location ?? "program", null);
        TestSession.Gate = name;
        _expectation = new()
        {
            Gate = name,
            Assembly = program?.Location,
            Runner = "mtp",
            Metered = true,
            BudgetFile = settings.BudgetFile,
        };
        try
        {
            _ = RunIdentity.Ensure(settings.RunDirectory, settings.Run, DateTimeOffset.UtcNow);
            _folder = new(settings.RunDirectory, settings.Invocation);
            _alive = _folder.HoldAlive(_expectation.Gate);
            _folder.Expect(_expectation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The ledger cannot be written there either, and the verdict says so.
        }
    }

    /// <summary>The gate of this program; null when it was switched off.</summary>
    public static ProgramGate? Open()
    {
        var settings = SessionSettings.Read();
        if (!settings.Enabled)
            return null;

        var gate = new ProgramGate(settings);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => gate.EndWithoutVerdict();
        return gate;
    }

    /// <summary>The tests have ended, and the verdict is about to be given.</summary>
    /// <param name="aborted">True when they were cut off.</param>
    /// <returns>False when that was told before.</returns>
    public bool End(bool aborted)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
            return false;

        try
        {
            _folder?.Finish(
                _expectation,
                new()
                {
                    Aborted = aborted,
                    // Tests whose number nobody counted, or none at all.
                    Executed = TestSession.Session is null ? 0 : null,
                    HasAttribute = Assembly
                        .GetEntryAssembly()
                        ?.IsDefined(typeof(ClaudeMeteredAttribute)),
                }
            );
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // As above.
        }

        _alive?.Dispose();
        _alive = null;
        return true;
    }

    /// <summary>
    /// <c>Environment.Exit</c> in a test, or a time limit of the platform: nobody asks for the verdict, and the exit code may say that
    /// all is well.
    /// </summary>
    private void EndWithoutVerdict()
    {
        if (TestSession.Session is not { } session)
        {
            _ = End(aborted: false);
            return;
        }

        if (!End(aborted: true))
            return;

        var spent = session.Accumulator.Run().Calls > 0 || session.Fault is not null;
        var check = RunCheck.Create(session, BudgetSession.Width, color: false);
        // Console.Error is NUnit's own while a test runs, and nobody reads that any more.
        using var error = new StreamWriter(Console.OpenStandardError());
        error.WriteLine(
            $"CiBudget: error {Codes.NoVerdict}: this test program ended before its tests had ended (Environment.Exit, a time limit?), so that its calls may not all be counted. What is known of {_settings.RunDirectory}:"
        );
        error.WriteLine(check.Failure ?? check.Report);
        if (spent && Environment.ExitCode == 0)
            Environment.ExitCode = 2;
    }
}
