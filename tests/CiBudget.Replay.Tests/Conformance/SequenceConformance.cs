using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CiBudget.Tests.Shared;

namespace CiBudget.Replay.Conformance;

/// <summary>Sequences give out their steps exactly, to any number of callers at once.</summary>
[Parallelizable(ParallelScope.All)]
public abstract class SequenceConformance
{
    private static readonly HttpClient Http = new(
        new SocketsHttpHandler { MaxConnectionsPerServer = 64 }
    );

    protected abstract IPlayedScenario Play(Scenario scenario);

    [Test]
    public async Task Sixty_four_clients_get_two_good_answers_in_every_round()
    {
        using var played = Play(Scenario.Find("succeed-2-then-402"));
        var wrong = new List<string>();
        for (var round = 0; round < TestEffort.Rounds(few: 20, thorough: 200); round++)
        {
            played.Reset();

            var statuses = await Task.WhenAll(
                Enumerable.Range(0, 64).Select(_ => Ask(played.BaseUrl))
            );

            var good = statuses.Count(static s => s == HttpStatusCode.OK);
            var unpaid = statuses.Count(static s => s == HttpStatusCode.PaymentRequired);
            if (
                good != 2
                || unpaid != 62
                || played.Calls.Total != 64
                || played.Calls.AfterFailure().Count != 61
            )
                wrong.Add(
                    $"round {round}: {good} good, {unpaid} unpaid, {played.Calls.Total} calls, {played.Calls.AfterFailure().Count} after the failure"
                );
        }

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public async Task Sixty_four_clients_meet_a_failure_in_every_third_call()
    {
        using var played = Play(Scenario.Find("every-3rd-fails"));

        var statuses = await Task.WhenAll(
            Enumerable.Range(0, 192).Select(_ => Ask(played.BaseUrl))
        );

        Assert.That(
            statuses.Count(static s => s == HttpStatusCode.PaymentRequired),
            Is.EqualTo(64)
        );
        Assert.That(played.Calls.Select(static (c, i) => c.Failed == (i % 3 == 2)), Is.All.True);
    }

    [TestCase("succeed-2-then-402", "200 200 402 402")]
    [TestCase("succeed-1-then-card-declined", "200 402 402")]
    [TestCase("succeed-3-then-529", "200 200 200 529 529")]
    [TestCase("fail-2-then-recover", "402 402 200 200")]
    [TestCase("fail-1-then-recover?failure=429", "429 200 200")]
    [TestCase("every-3rd-fails", "200 200 402 200 200 402 200")]
    [TestCase("every-2nd-fails?failure=server-error", "200 500 200 500")]
    public async Task A_sequence_is_played_in_order(string name, string expected)
    {
        using var played = Play(Scenario.Find(name));

        var seen = new List<int>();
        while (seen.Count < expected.Split(' ').Length)
            seen.Add((int)await Ask(played.BaseUrl));

        Assert.That(string.Join(' ', seen), Is.EqualTo(expected));
    }

    [Test]
    public async Task Reset_begins_again_and_forgets_the_calls()
    {
        using var played = Play(Scenario.Find("succeed-2-then-402"));
        for (var i = 0; i < 3; i++)
            await Ask(played.BaseUrl);

        played.Reset();

        Assert.That(played.Calls, Is.Empty);
        Assert.That(await Ask(played.BaseUrl), Is.EqualTo(HttpStatusCode.OK));
    }

    private static async Task<HttpStatusCode> Ask(Uri baseUrl)
    {
        using var content = new ByteArrayContent(
            Encoding.UTF8.GetBytes("""{"model":"claude-opus-5-5","max_tokens":1,"messages":[]}""")
        );
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await Http.PostAsync(
            baseUrl.ToString().TrimEnd('/') + "/v1/messages",
            content
        );
        return answer.StatusCode;
    }
}
