using System.Diagnostics;
using System.Globalization;

namespace CiBudget.Fuzz;

/// <summary>Changes a target's inputs until the time is up or a promise is broken.</summary>
internal sealed class Fuzzer(ITarget target, int seed)
{
    private const int LargestCorpus = 2_000;
    private const int LargestInput = 64 * 1024;

    /// <summary>CPU time that one input may take. Wall time would blame the neighbours on this machine.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(1);

    /// <summary>After this on the clock the input is held to hang.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    private readonly Random _random = new(seed);
    private readonly List<byte[]> _corpus = [.. target.Seeds];
    private readonly HashSet<string> _outcomes = [];
    private byte[] _input = [];
    private long _tried;

    /// <returns>True when every promise held.</returns>
    public bool Run(TimeSpan time)
    {
        using var watchdog = new Timer(_ => EndIfHung(), null, Hang, Hang);
        var mutator = new Mutator(_random);
        var clock = Stopwatch.StartNew();
        foreach (var input in target.Seeds)
            if (Fault(input) is { } fault)
                return Say(input, fault);
        while (clock.Elapsed < time)
        {
            var input = mutator.Change(
                _corpus[_random.Next(_corpus.Count)],
                _corpus[_random.Next(_corpus.Count)]
            );
            if (input.Length > LargestInput)
                input = input[..LargestInput];
            if (Fault(input) is { } fault)
                return Say(Shrink(input, fault), fault);
        }
        Console.WriteLine(
            $"{target.Name}: {_tried} inputs, {_outcomes.Count} kinds of outcome, all promises held"
        );
        return true;
    }

    /// <summary>One input again, by every target named.</summary>
    public static int Repeat(IEnumerable<ITarget> targets, byte[] input, int seed) =>
        targets.Count(target =>
            new Fuzzer(target, seed) is var fuzzer
            && fuzzer.Fault(input) is { } fault
            && !fuzzer.Say(input, fault)
        );

    /// <summary>What is wrong with how an input was read; null when nothing is.</summary>
    private string? Fault(byte[] input)
    {
        Volatile.Write(ref _input, input);
        Interlocked.Increment(ref _tried);
        // The same random choices each time this input is tried, so that it can be shrunk and repeated.
        var choices = new Random(HashCode(input));
        try
        {
            var before = Environment.CpuUsage.TotalTime;
            var outcome = target.Try(input, choices);
            var took = Environment.CpuUsage.TotalTime - before;
            if (_outcomes.Add(outcome) && _corpus.Count < LargestCorpus)
                _corpus.Add(input);
            // Once more: the runtime may have compiled or collected meanwhile.
            return took > MostTime && IsSlow(input)
                ? $"it took more than {MostTime.TotalSeconds} s"
                : null;
        }
        catch (BrokenPromiseException broken)
        {
            return broken.Message;
        }
        catch (Exception unforeseen)
        {
            return unforeseen.ToString();
        }
    }

    private bool IsSlow(byte[] input)
    {
        var before = Environment.CpuUsage.TotalTime;
        target.Try(input, new Random(HashCode(input)));
        return Environment.CpuUsage.TotalTime - before > MostTime;
    }

    /// <summary>Drops pieces, large ones first, as long as the fault stays the same.</summary>
    private byte[] Shrink(byte[] input, string fault)
    {
        for (var size = input.Length / 2; size > 0; size /= 2)
        {
            for (var at = 0; at + size <= input.Length; )
            {
                byte[] smaller = [.. input[..at], .. input[(at + size)..]];
                if (FirstLine(Fault(smaller)) == FirstLine(fault))
                    input = smaller;
                else
                    at += size;
            }
        }
        return input;
    }

    private static string? FirstLine(string? fault) => fault?.Split('\n')[0];

    private bool Say(byte[] input, string fault)
    {
        var file = Path.Combine(
            Path.GetTempPath(),
            string.Create(CultureInfo.InvariantCulture, $"cibudget-fuzz-{target.Name}-{seed}.bin")
        );
        File.WriteAllBytes(file, input);
        Console.WriteLine(
            $"""
            {target.Name}: BROKEN at input {_tried}, seed {seed}: {fault}
              {input.Length} bytes, in {file}; again with --target {target.Name} --repeat {file}
              base64: {Convert.ToBase64String(input[..Math.Min(input.Length, 3_000)])}
            """
        );
        return false;
    }

    private void EndIfHung()
    {
        var input = Volatile.Read(ref _input);
        var tried = Interlocked.Read(ref _tried);
        if (tried != _triedAtLastLook)
        {
            _triedAtLastLook = tried;
            return;
        }
        Say(input, $"it is still being read after {Hang.TotalSeconds} s");
        Environment.Exit(1);
    }

    private long _triedAtLastLook;

    private static int HashCode(byte[] input)
    {
        return input.Aggregate(17, (sum, one) => unchecked((sum * 31) + one));
    }
}
