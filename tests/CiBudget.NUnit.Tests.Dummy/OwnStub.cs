namespace Dummy.OwnStub;

/// <summary>Calls to a fake Claude of the team's own, whose address the code has from elsewhere than CiBudget knows.</summary>
public sealed class Calls
{
    [Test]
    public async Task Asks_the_teams_stub()
    {
        using var client = new HttpClient
        {
            BaseAddress = new Uri(Environment.GetEnvironmentVariable("TEAM_STUB_URL")!),
        };
        client.DefaultRequestHeaders.Add("anthropic-version", "2023-06-01");
        await Call.Send(client, "v1/messages?place=stub");
    }
}
