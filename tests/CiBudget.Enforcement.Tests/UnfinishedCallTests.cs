using System.Net;
using CiBudget.Capture;
using CiBudget.Replay;

namespace CiBudget.Enforcement.Tests;

/// <summary>A call that did not end well counts as the worst that it could have been.</summary>
[NonParallelizable]
public sealed class UnfinishedCallTests
{
    // About 1,090 x $4.40 and 1,000 x $22 a million: $0.027. Three fit.
    private const string Body = """
        {"model":"claude-opus-5-5","max_tokens":1000,"messages":[{"role":"user","content":"hi"}]}
        """;

    private string _run = "";

    [SetUp]
    public void Make_a_folder() =>
        _run = Directory.CreateTempSubdirectory("cibudget-unfinished-").FullName;

    [TearDown]
    public void Remove_the_folder() => Directory.Delete(_run, recursive: true);

    [TestCase("stall")]
    [TestCase("cut-mid-stream")]
    public async Task Calls_that_are_given_up_keep_their_reservation(string scenario)
    {
        using var claude = ReplayServer.Start(scenario);
        using var meter = Meter(claude.BaseUrl);
        using var http = new HttpClient { BaseAddress = claude.BaseUrl };
        var refused = 0;

        for (var i = 0; i < 20; i++)
        {
            try
            {
                await GiveUp(http);
            }
            catch (BudgetExceededException)
            {
                refused++;
            }
        }

        Assert.That(claude.Calls.Total, Is.EqualTo(3));
        Assert.That(refused, Is.EqualTo(17));
    }

    [Test]
    public async Task A_content_that_goes_on_where_it_began_does_not_wait_for_ever()
    {
        using var claude = ReplayServer.Start("success");
        using var meter = Meter(claude.BaseUrl);
        using var http = new HttpClient { BaseAddress = claude.BaseUrl };
        var before = SynchronizationContext.Current;
        // Posted work waits until this thread is free, as in a window.
        SynchronizationContext.SetSynchronizationContext(new NeverPumps());
        Task<HttpResponseMessage> sending;
        try
        {
            sending = http.PostAsync("v1/messages", new YieldingContent());
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        using var answer = await sending;
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private static async Task GiveUp(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/messages")
        {
            Content = new StringContent(
                Body.Replace("\"max_tokens\"", "\"stream\":true,\"max_tokens\"")
            ),
        };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[1]);
    }

    private ClaudeMeter Meter(Uri url) =>
        ClaudeMeter.Start(
            new MeterOptions
            {
                Hosts = [url.Authority],
                Policies =
                [
                    LimitPolicy.Open(
                        BudgetFile.Parse(
                            """{ "run": { "cost": "$0.09", "enforce": "stop" } }"""u8.ToArray(),
                            "cibudget.json"
                        ),
                        PriceSheet.Embedded,
                        _run,
                        static _ => false
                    ),
                ],
            }
        );

    private sealed class NeverPumps : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) { }
    }

    private sealed class YieldingContent : HttpContent
    {
        protected override async Task SerializeToStreamAsync(
            Stream stream,
            TransportContext? context
        )
        {
            await Task.Yield();
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Body));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
