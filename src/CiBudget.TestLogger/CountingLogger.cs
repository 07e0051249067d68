using System.Globalization;
using Microsoft.VisualStudio.TestPlatform.ObjectModel;
using Microsoft.VisualStudio.TestPlatform.ObjectModel.Client;

namespace CiBudget.TestLogger;

/// <summary>
/// Counts the tests of a VSTest run, for the gate: it must know whether tests ran that nobody metered, and whether the run was cut
/// off. It writes one line, <c>executed failed aborted</c>, and says nothing.
/// </summary>
[FriendlyName("CiBudget")]
[ExtensionUri("logger://CiBudget/v1")]
public sealed class CountingLogger : ITestLoggerWithParameters
{
    private string? _file;
    private long _executed;
    private long _failed;

    /// <summary>Called instead of the other one whenever there are parameters; without a file to write to, nothing is counted.</summary>
    public void Initialize(TestLoggerEvents events, string testRunDirectory) { }

    /// <inheritdoc />
    public void Initialize(TestLoggerEvents events, Dictionary<string, string?> parameters)
    {
        if (events is null || parameters is null || !parameters.TryGetValue("File", out _file))
            return;
        events.TestResult += (_, result) => Count(result.Result.Outcome);
        events.TestRunComplete += (_, run) => Write(run.IsAborted || run.IsCanceled);
    }

    private void Count(TestOutcome outcome)
    {
        if (outcome is TestOutcome.Passed or TestOutcome.Failed)
            Interlocked.Increment(ref _executed);
        if (outcome == TestOutcome.Failed)
            Interlocked.Increment(ref _failed);
    }

    private void Write(bool aborted)
    {
        try
        {
            File.WriteAllText(
                _file!,
                string.Format(
                    CultureInfo.InvariantCulture,
                    "{0} {1} {2}",
                    Interlocked.Read(ref _executed),
                    Interlocked.Read(ref _failed),
                    aborted ? "true" : "false"
                )
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then nobody counted, and the gate knows no number.
        }
    }
}
