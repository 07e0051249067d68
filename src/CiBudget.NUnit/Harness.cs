using NUnit.Framework.Interfaces;

namespace CiBudget.NUnit;

/// <summary>
/// The one metering session of this process. It starts with the first test assembly that NUnit runs and lives as long as the process;
/// an IDE that runs tests again in the same process gets fresh sums.
/// </summary>
internal static class Harness
{
    private static readonly object Door = new();
    private static HarnessSession? _session;
    private static int _running;

    /// <summary>The session; null when no test assembly has been run.</summary>
    public static HarnessSession? Session => Volatile.Read(ref _session);

    public static void Begin(ITest assembly)
    {
        lock (Door)
        {
            if (_running++ > 0)
            {
                return;
            }

            if (_session is { } session)
            {
                session.Tally.Clear();
                return;
            }

            Volatile.Write(
                ref _session,
                HarnessSession.Start(HarnessSettings.Read(), TestAttribution.CodeOf(assembly))
            );
        }
    }

    /// <summary>True when this process ends with a gate of its own, which knows what no ledger says.</summary>
    public static bool EndsWithGate { get; set; }

    /// <summary>The tests of an assembly have ended.</summary>
    public static void End()
    {
        lock (Door)
        {
            if (--_running == 0)
            {
                _session?.Checkpoint();
            }
        }
    }
}
