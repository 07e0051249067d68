using NUnit.Framework.Interfaces;

namespace CiBudget.NUnit;

/// <summary>
/// The one metering session of this process. It starts with the first test assembly that NUnit runs and lives as long as the process;
/// an IDE that runs tests again in the same process gets fresh sums.
/// </summary>
internal static class TestSession
{
    private static readonly object Lock = new();
    private static MeteringSession? s_session;
    private static int s_running;

    /// <summary>The session; null when no test assembly has been run.</summary>
    public static MeteringSession? Session => Volatile.Read(ref s_session);

    public static void Begin(ITest assembly)
    {
        lock (Lock)
        {
            if (s_running++ > 0)
                return;

            if (s_session is { } session)
            {
                session.Accumulator.Clear();
                return;
            }

            Volatile.Write(
                ref s_session,
                MeteringSession.Start(SessionSettings.Read(), TestAttribution.CodeOf(assembly))
            );
        }
    }

    /// <summary>True when this process ends with a gate of its own, which knows what no ledger says.</summary>
    public static bool EndsWithGate { get; set; }

    /// <summary>The gate of this program; null when it has none of its own.</summary>
    public static string? Gate { get; set; }

    /// <summary>The tests of an assembly have ended.</summary>
    public static void End()
    {
        lock (Lock)
        {
            // A start that threw may be ended or not.
            if (s_running > 0 && --s_running == 0)
            {
                s_session?.Checkpoint();
                NoGate.Tell(s_session);
            }
        }
    }
}
