using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;

namespace CiBudget.Benchmarks;

/// <summary>The smallest parts, each alone, with BenchmarkDotNet: for whoever tunes them.</summary>
[MemoryDiagnoser, InProcess]
public class Micro
{
    private readonly byte[] _request = SampleBodies.Request;
    private readonly byte[] _answer = BodyOf(SampleBodies.Message());
    private readonly byte[] _stream = BodyOf(SampleBodies.Events(64 << 10));
    private readonly LedgerWriter _ledger = new(Stream.Null, new LedgerProcess { Id = "p" });
    private readonly LedgerEntry _entry = Entries.Make(1) with { Id = "p-1" };

    public static int Run(string[] args)
    {
        BenchmarkSwitcher
            .FromTypes([typeof(Micro)])
            .Run([.. args, .. args.Length == 0 ? ["--filter", "*"] : Array.Empty<string>()]);
        return 0;
    }

    [Benchmark]
    public long ReadRequest()
    {
        var reader = new RequestReader("run-1");
        reader.Write(_request);
        return reader.Length + reader.PromptHash().Length;
    }

    [Benchmark]
    public long ReadAnswer() => Read(BodyShape.Json, _answer);

    [Benchmark]
    public long ReadStream64K() => Read(BodyShape.EventStream, _stream);

    [Benchmark]
    public void AppendToNowhere() => _ledger.Append(_entry);

    private static long Read(BodyShape shape, byte[] body)
    {
        var tokens = 0L;
        var reader = new UsageReader(shape, message => tokens = message.Parts[0].TotalTokens, 200);
        reader.Write(body);
        reader.Complete(endOfBody: true);
        return tokens;
    }

    private static byte[] BodyOf(byte[] answer) =>
        answer[(answer.AsSpan().IndexOf("\r\n\r\n"u8) + 4)..];
}
