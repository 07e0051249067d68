using CiBudget.Capture;

namespace CiBudget.Benchmarks;

/// <summary>What metering adds to a call whose answer has 4 KB.</summary>
internal static class CallFigures
{
    private const int Rounds = 21;
    private const int Calls = 2000;

    public static IEnumerable<Figure> Take() => Place.InNewFolder(Take);

    private static List<Figure> Take(string folder)
    {
        var answer = SampleBodies.Message();
        using var client = CannedConnection.Client(answer);
        using var parsing = CannedConnection.Client(answer, inner => new ReadAndParse(inner));
        using var same = CannedConnection.Client(
            answer,
            inner => new ParseTheSameFacts(inner, static _ => { })
        );
        var buffer = new byte[8192];
        var ledger = new MeterOptions { RunDirectory = folder };
        var observer = new MeterOptions { OnRecorded = static _ => { } };
        void Plain() => Call(client, buffer, Calls);
        void Metered() => Metering(ledger, Plain);
        void Observed() => Metering(observer, Plain);
        void Heard()
        {
            using var nobody = new EmptySubscriber();
            Plain();
        }
        void Parsed() => Call(parsing, buffer, Calls);
        void Same() => Call(same, buffer, Calls);

        var times = Pairs.WarmCpu(Rounds, Plain, Metered, Observed, Parsed, Heard, Same);
        double Added(int variant) => Pairs.MedianDifference(times[variant], times[0]) / Calls;
        var plain = Pairs.Median(times[0]) / Calls;
        var (metered, observed, parsed) = (Added(1), Added(2), Added(3));
        var (heard, sameFacts) = (Added(4), Added(5));
        var plainBytes = Pairs.Allocated(Plain) / Calls;
        var meteredBytes = Pairs.Allocated(Metered) / Calls - plainBytes;
        var parsedBytes = Pairs.Allocated(Parsed) / Calls - plainBytes;
        return
        [
            new(
                "4 KB call: time added, without the ledger's write",
                Text.Micros(observed),
                Text.Micros(plain),
                Text.Times((plain + observed) / plain),
                "≤ 3 µs",
                observed <= 3000
            ),
            Figure.Beside(
                "4 KB call: of it, the runtime's own events and counter, with a subscriber that does nothing",
                Text.Micros(heard),
                Text.Micros(observed),
                Text.Times(heard / observed)
            ),
            Figure.Beside(
                "4 KB call: time added, with one write to the ledger file",
                Text.Micros(metered),
                Text.Micros(plain),
                Text.Times((plain + metered) / plain)
            ),
            new(
                "4 KB call: memory allocated more",
                Text.Bytes(meteredBytes),
                Text.Bytes(plainBytes),
                Text.Times((plainBytes + meteredBytes) / plainBytes),
                "≤ 1.5 KB",
                meteredBytes <= 1536
            ),
            new(
                "4 KB call: time added, against reading the body as a string and parsing it",
                Text.Micros(observed),
                Text.Micros(parsed),
                Text.Times(parsed / observed),
                "≥ 3 ×",
                parsed >= 3 * observed
            ),
            Figure.Beside(
                "4 KB call: time added, against parsing both bodies for the same entry",
                Text.Micros(observed),
                Text.Micros(sameFacts),
                Text.Times(sameFacts / observed)
            ),
            Figure.Beside(
                "4 KB call: memory, against reading the body as a string and parsing it",
                Text.Bytes(meteredBytes),
                Text.Bytes(parsedBytes),
                Text.Times(parsedBytes / meteredBytes)
            ),
        ];
    }

    public static void Metering(MeterOptions options, Action job)
    {
        using var meter = ClaudeMeter.Start(options);
        job();
        if (meter.Unmetered + meter.InFlight > 0)
            throw new InvalidOperationException("Not every call was metered.");
    }

    public static void Call(HttpClient client, byte[] buffer, int count) =>
        CallAsync(client, buffer, count).GetAwaiter().GetResult();

    private static async Task CallAsync(HttpClient client, byte[] buffer, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "v1/messages")
            {
                Content = new ByteArrayContent(SampleBodies.Request),
            };
            using var response = await client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead
            );
            using var body = await response.Content.ReadAsStreamAsync();
            while (await body.ReadAsync(buffer) > 0) { }
        }
    }
}
