using CiBudget.WireMock;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace SupportBot.Tests;

/// <summary>A team that stubs its own services with WireMock.Net has Claude's billing failures on the same server.</summary>
public sealed class OwnServer
{
    [Test]
    public async Task A_ticket_waits_while_the_shop_answers_and_Claude_wants_money()
    {
        using var server = WireMockServer.Start("http://127.0.0.1:0");
        server
            .Given(Request.Create().WithPath("/orders/A-1042").UsingGet())
            .RespondWith(Response.Create().WithBody("shipped on Monday"));
        using var claude = server.GivenClaude("payment-required");
        using var shop = new HttpClient();

        var order = await shop.GetStringAsync(server.Url + "/orders/A-1042");
        var tickets = new OpenTickets(
            new Bot(new BotOptions { BaseUrl = claude.BaseUrl }),
            [$"My order was {order}. Where is it now?"]
        );
        var stopped = await tickets.RunAsync();

        Assert.That(stopped, Is.Not.Null);
        Assert.That(tickets.Pending, Has.Count.EqualTo(1), "the ticket is kept for later");
        Assert.That(claude.Calls, Has.Count.EqualTo(1), "a dead account is not asked again");
        Assert.That(server.LogEntries, Has.Count.EqualTo(2), "both are in WireMock's journal");
    }
}
