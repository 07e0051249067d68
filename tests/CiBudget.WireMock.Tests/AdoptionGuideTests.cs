using System.Text.RegularExpressions;
using Anthropic;
using Anthropic.Exceptions;
using CiBudget.Replay.Conformance;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace CiBudget.WireMock.Tests;

/// <summary>The README's snippets, run. The last test holds the README against this file.</summary>
[Parallelizable(ParallelScope.All)]
public sealed partial class AdoptionGuideTests
{
    [Test]
    public void A_failure_for_one_test()
    {
        using var server = WireMockServer.Start("http://127.0.0.1:0");
        using var claude = server.GivenClaude("payment-required"); // a name of the catalogue, or a file that ends in .json
        var client = new AnthropicClient { ApiKey = "test", BaseUrl = claude.BaseUrl.ToString() };

        Assert.ThrowsAsync<AnthropicPaymentRequiredException>(() =>
            client.Messages.Create(Sdk.Hi())
        );
        Assert.That(claude.Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_stub_of_ones_own_first()
    {
        using var server = WireMockServer.Start("http://127.0.0.1:0");
        server
            .Given(Request.Create().WithPath("/v1/messages/count_tokens").UsingPost())
            .AtPriority(0)
            .RespondWith(Response.Create().WithBodyAsJson(new { input_tokens = 7 }));
        using var claude = server.GivenClaude("payment-required", priority: 1);

        using var http = new HttpClient();
        using var counted = await http.PostAsync(
            server.Url + "/v1/messages/count_tokens",
            new StringContent("{}")
        );
        using var refused = await http.PostAsync(
            server.Url + "/v1/messages",
            new StringContent("{}")
        );
        Assert.That(await counted.Content.ReadAsStringAsync(), Does.Contain("7"));
        Assert.That((int)refused.StatusCode, Is.EqualTo(402));
    }

    [Test]
    public void Back_after_a_reset()
    {
        using var server = WireMockServer.Start("http://127.0.0.1:0");
        using var claude = server.GivenClaude("payment-required");

        server.Reset();
        claude.Reset();

        Assert.ThrowsAsync<AnthropicPaymentRequiredException>(() =>
            Sdk.Client(claude.BaseUrl).Messages.Create(Sdk.Hi())
        );
        Assert.That(claude.Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Several_on_one_server()
    {
        using var server = WireMockServer.Start("http://127.0.0.1:0");
        using var declined = server.GivenClaude("card-declined", "team-a");
        using var served = server.GivenClaude("success", "team-b");

        var client = new AnthropicClient { ApiKey = "test", BaseUrl = served.BaseUrl.ToString() }; // http://…/team-b
        await client.Messages.Create(Sdk.Hi());
        Assert.That((declined.Calls.Count, served.Calls.Count), Is.EqualTo((0, 1)));
    }

    [Test]
    public void A_fake_claude_is_declared()
    {
        using var server = WireMockServer.Start("http://127.0.0.1:0");
        var before = ReplayServer.IsListening(new Uri(server.Url!));

        ReplayHosts.Declare(new Uri(server.Url!));

        Assert.That(
            (before, ReplayServer.IsListening(new Uri(server.Url + "/v1/messages"))),
            Is.EqualTo((false, true))
        );
    }

    [Test]
    public async Task What_the_product_did()
    {
        using var server = WireMockServer.Start("http://127.0.0.1:0");
        using var claude = server.GivenClaude("succeed-2-then-402");
        var client = new AnthropicClient { ApiKey = "test", BaseUrl = claude.BaseUrl.ToString() };
        await client.Messages.Create(Sdk.Hi());
        await client.Messages.Create(Sdk.Hi());
        Assert.ThrowsAsync<AnthropicPaymentRequiredException>(() =>
            client.Messages.Create(Sdk.Hi())
        );

        Assert.That(claude.Calls.AfterFailure(), Is.Empty);
    }

    [Test]
    public void Every_snippet_of_the_readme_is_in_this_file()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "guide");
        var tests = Words(File.ReadAllText(Path.Combine(folder, "AdoptionGuideTests.cs")));
        var snippets = Snippet()
            .Matches(File.ReadAllText(Path.Combine(folder, "README.md")))
            .Select(static match => match.Groups[1].Value)
            .ToList();

        Assert.That(snippets, Has.Count.EqualTo(6));
        Assert.That(
            snippets.Where(snippet => !tests.Contains(Words(snippet), StringComparison.Ordinal)),
            Is.Empty
        );
    }

    // The formatter breaks lines as it likes.
    private static string Words(string code) => Space().Replace(code, "");

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Snippet();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
