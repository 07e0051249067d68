using System.Reflection;
using CiBudget.Hosting;
using Microsoft.Testing.Platform.Extensions.Messages;
using Microsoft.Testing.Platform.Extensions.OutputDevice;
using Microsoft.Testing.Platform.Extensions.TestHost;
using Microsoft.Testing.Platform.OutputDevice;
using Microsoft.Testing.Platform.Services;

namespace CiBudget.NUnit;

/// <summary>
/// The gate of a test program on Microsoft.Testing.Platform: after the last test it prints the report and, when the budget is broken,
/// publishes one failed test. (An exception would crash the program, and the platform offers extensions no exit code.)
/// </summary>
internal sealed class BudgetSession(IServiceProvider services)
    : ITestSessionLifetimeHandler,
        IDataProducer,
        IOutputDeviceDataProducer
{
    /// <inheritdoc />
    public string Uid => "CiBudget";

    /// <inheritdoc />
    public string Version => typeof(BudgetSession).Assembly.GetName().Version!.ToString(3);

    /// <inheritdoc />
    public string DisplayName => "Token budget";

    /// <inheritdoc />
    public string Description => "Compares what the run's Claude calls used with the budget file.";

    /// <inheritdoc />
    public Type[] DataTypesProduced { get; } =
    [typeof(TestNodeUpdateMessage), typeof(SessionFileArtifact)];

    /// <inheritdoc />
    public Task<bool> IsEnabledAsync() =>
        Task.FromResult(!services.GetCommandLineOptions().IsOptionSet("list-tests"));

    private ProgramGate? _gate;

    /// <summary>Columns of the report.</summary>
    internal static int Width => HostTerminal.Width(Environment.GetEnvironmentVariable);

    /// <inheritdoc />
    public Task OnTestSessionStartingAsync(ITestSessionContext testSessionContext)
    {
        _gate = ProgramGate.Open();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task OnTestSessionFinishingAsync(ITestSessionContext testSessionContext)
    {
        _gate?.End(testSessionContext.CancellationToken.IsCancellationRequested);
        var check = Check();
        TestSession.Session?.EndLimits();
        if (check.Failure is { } failure)
            await services
                .GetMessageBus()
                .PublishAsync(this, Failed(testSessionContext, failure, check.Report))
                .ConfigureAwait(false);
        else if (check.Report is { } report)
            await ShowAsync(report, testSessionContext).ConfigureAwait(false);
    }

    /// <summary>
    /// `dotnet test` hides the output of programs that pass but lists their artifacts; a program that is run directly shows output only.
    /// So the report is written as both.
    /// </summary>
    private async Task ShowAsync(string report, ITestSessionContext context)
    {
        if (ReportFile.TryWrite(report) is { } file)
            await services
                .GetMessageBus()
                .PublishAsync(
                    this,
                    new SessionFileArtifact(context.SessionUid, file, DisplayName, Description)
                )
                .ConfigureAwait(false);

        await services
            .GetOutputDevice()
            .DisplayAsync(this, new TextOutputDeviceData(report), context.CancellationToken)
            .ConfigureAwait(false);
    }

    private static RunCheck Check()
    {
        if (TestSession.Session is { } session)
        {
            var color = HostTerminal.Color(Environment.GetEnvironmentVariable);
            try
            {
                return RunCheck.Create(session, Width, color);
            }
#pragma warning disable CA1031 // An exception would take the whole test program down, with the results of its tests.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                return new RunCheck(
                    null,
                    $"CiBudget: error {Codes.Unmeasured}: the run cannot be checked: {fault.Message}"
                );
            }
        }

        // No session means that no test ran (the platform says so itself), or that nothing asked for one.
        var metered =
            Assembly.GetEntryAssembly()?.IsDefined(typeof(ClaudeMeteredAttribute)) ?? false;
        return new RunCheck(
            null,
            metered || !SessionSettings.Read().Enabled
                ? null
                : $"CiBudget: error {Codes.NoLedger}: this test program is not metered; add [assembly: CiBudget.NUnit.ClaudeMetered]."
        );
    }

    /// <summary>
    /// `dotnet test` prints both the explanation and the exception's message, so only the message has the text. It shows the standard
    /// output of failed tests, so the report goes there.
    /// </summary>
    private static TestNodeUpdateMessage Failed(
        ITestSessionContext context,
        string text,
        string? report
    ) =>
        new(
            context.SessionUid,
            new TestNode
            {
                Uid = "cibudget",
                DisplayName = "Token budget",
                Properties = new PropertyBag(
                    new FailedTestNodeStateProperty(new Breach(text), explanation: ""),
                    new StandardOutputProperty(report ?? "")
                ),
            }
        );

    private sealed class Breach(string message) : Exception(message);
}
