using System.Runtime;

namespace CiBudget.Benchmarks;

/// <summary>
/// Variants of one job, measured in turns, so that whatever else the machine does meets them all alike. Time is the CPU time of the
/// process, which a busy machine changes far less than the time on the clock.
/// </summary>
internal static class Pairs
{
    /// <summary>
    /// CPU nanoseconds for each variant, round by round, when the runtime has compiled what it finds busy. Before that, code that
    /// counts its own calls and the compiler's own time would be most of the figure.
    /// </summary>
    public static double[][] WarmCpu(int rounds, params Action[] variants)
    {
        var quiet = 0;
        for (var i = 0; quiet < 3 && i < 60; i++)
        {
            var compiled = JitInfo.GetCompiledMethodCount();
            foreach (var variant in variants)
                variant();
            // It compiles on a thread of its own, 100 ms after the last method that was new to it.
            Thread.Sleep(200);
            quiet = JitInfo.GetCompiledMethodCount() == compiled ? quiet + 1 : 0;
        }
        return Cpu(rounds, variants);
    }

    /// <summary>CPU nanoseconds for each variant, round by round; one round before them only warms up.</summary>
    public static double[][] Cpu(int rounds, params Action[] variants)
    {
        var times = variants.Select(_ => new double[rounds]).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            for (var i = 0; i < variants.Length; i++)
            {
                GC.Collect();
                var before = Environment.CpuUsage.TotalTime;
                variants[i]();
                if (round >= 0)
                    times[i][round] = (Environment.CpuUsage.TotalTime - before).TotalNanoseconds;
            }
        }
        return times;
    }

    /// <summary>Bytes that a job allocates, on all threads.</summary>
    public static double Allocated(Action job)
    {
        job();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        job();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The median of what one variant takes beyond another in the same round.</summary>
    public static double MedianDifference(double[] one, double[] other) =>
        Median(one.Zip(other, static (a, b) => a - b));

    /// <summary>The median of what one variant takes as a multiple of another in the same round.</summary>
    public static double MedianRatio(double[] one, double[] other) =>
        Median(one.Zip(other, static (a, b) => a / b));
}
