namespace Replaying;

/// <summary>What plays in this process, whose other tests of this namespace are those of the embedded server.</summary>
public sealed class ReplayAttributeTests
{
    [Test]
    [Replay("payment-required")]
    public async Task Referencing_the_package_makes_WireMock_Net_answer()
    {
        using var http = new HttpClient();

        var status = await Product.AskPlainlyAsync();
        using var nobodys = await http.GetAsync(new Uri(Replay.BaseUrl, "/"));

        Assert.That(status, Is.EqualTo(402));
        Assert.That(
            await nobodys.Content.ReadAsStringAsync(),
            Does.Contain("No matching mapping found"),
            "the words of WireMock.Net"
        );
        Assert.That(ReplayHosts.NameOf(Replay.BaseUrl), Is.EqualTo("WireMock.Net"));
    }
}
