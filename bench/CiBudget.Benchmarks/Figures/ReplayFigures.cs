using System.Diagnostics;
using System.Globalization;
using System.Text;
using CiBudget.Replay;

namespace CiBudget.Benchmarks;

/// <summary>The replay host beside a server that does nothing but answer.</summary>
internal static class ReplayFigures
{
    private const string Scenario = "credit-balance-too-low";
    private const int Clients = 8;
    private const int OfEachClient = 500;
    private const int Rounds = 9;

    // Of two processes, which differ more from start to start than the hosts do.
    private const int Starts = 25;

    public static IEnumerable<Figure> Take()
    {
        var ours = new List<First>();
        var bare = new List<First>();
        for (var round = -1; round < Starts; round++)
        {
            var pair = (FirstAnswer("replay"), FirstAnswer("kestrel"));
            if (round < 0)
                continue;
            ours.Add(pair.Item1);
            bare.Add(pair.Item2);
        }
        var first = Median(ours, bare, static (a, b) => a.Process / b.Process);
        yield return new(
            "Replay: start of the process to the first answer, CPU, against bare Kestrel",
            Text.Of(Pairs.Median(ours.Select(static f => f.Process)), "ms"),
            Text.Of(Pairs.Median(bare.Select(static f => f.Process)), "ms"),
            Text.Times(first),
            "≤ 1.15 ×",
            first <= 1.15
        );
        yield return Figure.Beside(
            "Replay: start of the host alone to its first answer, CPU, against bare Kestrel",
            Text.Of(Pairs.Median(ours.Select(static f => f.Host)), "ms"),
            Text.Of(Pairs.Median(bare.Select(static f => f.Host)), "ms"),
            Text.Times(Median(ours, bare, static (a, b) => a.Host / b.Host))
        );
        foreach (var figure in Speed())
            yield return figure;
    }

    /// <summary>Starts a host and says how long its first answer took: CPU milliseconds of the process, and since the host began.</summary>
    public static int FirstAnswerAsChild(string host)
    {
        var before = Environment.CpuUsage.TotalTime;
        using IDisposable server =
            host == "replay" ? ReplayServer.Start(Scenario) : new BareKestrel(ErrorBody);
        var url = server is ReplayServer replay ? replay.BaseUrl : ((BareKestrel)server).BaseUrl;
        using var client = new RawClient(url);
        client.Ask().GetAwaiter().GetResult();
        var now = Environment.CpuUsage.TotalTime;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{now.TotalMilliseconds} {(now - before).TotalMilliseconds}"
            )
        );
        return 0;
    }

    // The bytes that the scenario answers.
    private static readonly byte[] ErrorBody = Encoding.UTF8.GetBytes(
        """{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits."},"request_id":"req_011Cf75wfCXCbniKKrP6wSut"}"""
    );

    private static IEnumerable<Figure> Speed()
    {
        using var replay = ReplayServer.Start(Scenario);
        using var kestrel = new BareKestrel(ErrorBody);
        void Ours() => Ask(replay.BaseUrl);
        void Bare() => Ask(kestrel.BaseUrl);
        var times = Pairs.WarmCpu(Rounds, Ours, Bare);
        const double Requests = Clients * OfEachClient;
        var ratio = Pairs.MedianRatio(times[1], times[0]);
        yield return new(
            "Replay: requests for each second of CPU, client included, against bare Kestrel",
            Text.PerSecond(Requests / (Pairs.Median(times[0]) / 1e9), "requests"),
            Text.PerSecond(Requests / (Pairs.Median(times[1]) / 1e9), "requests"),
            Text.Times(ratio),
            "≥ 0.85 ×",
            ratio >= 0.85
        );
        yield return WireMock(Requests / (Pairs.Median(times[0]) / 1e9));
    }

    private static Figure WireMock(double ours)
    {
        using var wireMock = JavaWireMock.Start(Scenario);
        if (wireMock is null)
            return Figure.Beside(
                "Replay: against WireMock (Java)",
                "skipped",
                "not installed: npm ci in tests/CiBudget.Processes.Tests/wiremock, and Java 17"
            );
        for (var i = 0; i < 5; i++)
            Ask(wireMock.BaseUrl);
        var before = wireMock.Cpu + Environment.CpuUsage.TotalTime;
        Ask(wireMock.BaseUrl);
        var cpu = wireMock.Cpu + Environment.CpuUsage.TotalTime - before;
        var theirs = Clients * OfEachClient / cpu.TotalSeconds;
        return Figure.Beside(
            "Replay: requests for each second of CPU, client included, against WireMock (Java, no journal)",
            Text.PerSecond(ours, "requests"),
            Text.PerSecond(theirs, "requests"),
            Text.Times(ours / theirs)
        );
    }

    private static void Ask(Uri server) =>
        Task.WhenAll(
                Enumerable
                    .Range(0, Clients)
                    .Select(_ =>
                        Task.Run(async () =>
                        {
                            using var client = new RawClient(server);
                            for (var i = 0; i < OfEachClient; i++)
                                await client.Ask();
                        })
                    )
            )
            .GetAwaiter()
            .GetResult();

    private static First FirstAnswer(string host)
    {
        var numbers = Child.Self("first-answer", host).Checked().Output.Split(' ');
        return new(
            double.Parse(numbers[0], CultureInfo.InvariantCulture),
            double.Parse(numbers[1], CultureInfo.InvariantCulture)
        );
    }

    private static double Median(
        List<First> ours,
        List<First> bare,
        Func<First, First, double> ratio
    ) => Pairs.Median(ours.Zip(bare, ratio));

    private sealed record First(double Process, double Host);
}
