using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using CiBudget.Capture;

namespace CiBudget.Benchmarks;

internal sealed class Empty : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly List<IDisposable> _all = [];
    public Empty() => _all.Add(DiagnosticListener.AllListeners.Subscribe(this));
    public void OnNext(DiagnosticListener listener)
    {
        if (listener.Name == "HttpHandlerDiagnosticListener")
            _all.Add(listener.Subscribe(this, static name => name is "System.Net.Http.Request" or "System.Net.Http.Response"));
    }
    public void OnNext(KeyValuePair<string, object?> value) { }
    public void OnCompleted() { }
    public void OnError(Exception error) { }
    public void Dispose() => _all.ForEach(static s => s.Dispose());
}

internal sealed class Ticks : EventListener
{
    public readonly Dictionary<string, double> ByType = [];
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
            EnableEvents(eventSource, EventLevel.Verbose, (EventKeywords)1);
    }
    protected override void OnEventWritten(EventWrittenEventArgs e)
    {
        if (e.EventName is null || !e.EventName.StartsWith("GCAllocationTick", StringComparison.Ordinal)) return;
        var type = (string)e.Payload![5]!;
        lock (ByType) ByType[type] = ByType.GetValueOrDefault(type) + Convert.ToDouble(e.Payload[3]);
    }
}

internal static class Ladder
{
    public static int Run(string[] args)
    {
        const int Calls = 2000;
        var answer = Wire.Message();
        using var client = CannedConnection.Client(answer);
        using var parsing = CannedConnection.Client(answer, inner => new ReadAndParse(inner));
        var buffer = new byte[8192];
        var observer = new CiBudget.Capture.MeterOptions { Observer = static _ => { } };
        void Plain() => CallFigures.Call(client, buffer, Calls);
        void Events() { using var e = new Empty(); Plain(); }
        void Meters()
        {
            using var e = new Empty();
            using var l = new MeterListener();
            l.InstrumentPublished = static (i, l) => { if (i is { Meter.Name: "System.Net.Http", Name: "http.client.active_requests" }) l.EnableMeasurementEvents(i); };
            l.SetMeasurementEventCallback<long>(static (_, _, _, _) => { });
            l.Start();
            Plain();
        }
        void Metered() => CallFigures.Metering(observer, Plain);
        void Parsed() => CallFigures.Call(parsing, buffer, Calls);
        if (args is ["count", ..])
        {
            var ins = PerfCounter.Open(1, kernel: false);
            var cyc = PerfCounter.Open(0, kernel: true);
            Action[] all = [Plain, Meters, Metered, Parsed];
            string[] names = ["plain", "events+meter", "metered", "parsed"];
            var quiet = 0;
            for (var i = 0; quiet < 4 && i < 100; i++)
            {
                var compiled = System.Runtime.JitInfo.GetCompiledMethodCount();
                foreach (var v in all) v();
                Thread.Sleep(150);
                quiet = System.Runtime.JitInfo.GetCompiledMethodCount() == compiled ? quiet + 1 : 0;
            }
            var insN = new double[4]; var cycN = new double[4];
            Array.Fill(insN, 1e18); Array.Fill(cycN, 1e18);
            for (var round = 0; round < 31; round++)
                for (var v = 0; v < 4; v++)
                {
                    var (i0, c0) = (PerfCounter.Value(ins), PerfCounter.Value(cyc));
                    all[v]();
                    insN[v] = Math.Min(insN[v], (double)(PerfCounter.Value(ins) - i0) / Calls);
                    cycN[v] = Math.Min(cycN[v], (double)(PerfCounter.Value(cyc) - c0) / Calls);
                }
            for (var v = 0; v < 4; v++)
                Console.WriteLine($"{names[v],-14} instr {insN[v],7:0} (+{insN[v] - insN[0]:0})  cycles {cycN[v],7:0} (+{cycN[v] - cycN[0]:0})");
            return 0;
        }
        if (args is ["loop", var what])
        {
            for (var i = 0; i < 60; i++) { if (what != "plain") Metered(); else Plain(); Thread.Sleep(120); }
            var w = Stopwatch.StartNew();
            using var meter = what != "plain" ? ClaudeMeter.Start(observer) : null;
            while (w.Elapsed.TotalSeconds < 8) Plain();
            return 0;
        }
        if (args is ["alloc", ..])
        {
            for (var i = 0; i < 5; i++) Metered();
            foreach (var job in new (string, Action)[] { ("plain", Plain), ("metered", Metered) })
            {
                using var ticks = new Ticks();
                var n = 60;
                var before = GC.GetTotalAllocatedBytes(true);
                for (var i = 0; i < n; i++) job.Item2();
                var total = GC.GetTotalAllocatedBytes(true) - before;
                lock (ticks.ByType)
                {
                    var sum = ticks.ByType.Values.Sum();
                    Console.WriteLine($"{job.Item1} {(double)total / n / Calls:0}");
                    foreach (var (t, b) in ticks.ByType.OrderByDescending(static p => p.Value).Take(45))
                        Console.WriteLine($"  {b / sum * total / n / Calls,8:0} {t}");
                }
            }
            return 0;
        }
        var jobs = new (string Name, Action Job)[] { ("plain", Plain), ("events", Events), ("events+meter", Meters), ("metered", Metered), ("parsed", Parsed) };
        var times = Pairs.WarmCpu(31, [.. jobs.Select(static j => j.Job)]);
        for (var i = 0; i < jobs.Length; i++)
            Console.WriteLine($"{jobs[i].Name,-14} median +{Pairs.MedianDifference(times[i], times[0]) / Calls,8:0} ns   min {times[i].Min() / Calls,8:0} (+{(times[i].Min() - times[0].Min()) / Calls:0})  alloc {Pairs.Allocated(jobs[i].Job) / Calls,6:0}");
        return 0;
    }
}
