namespace CiBudget.Package.Tests;

/// <summary>What the package of WireMock.Net changes in a project that has it: nothing but the server behind <c>[Replay]</c>.</summary>
public sealed class WireMockTests
{
    [Test]
    public void Referencing_the_package_makes_WireMock_Net_answer_what_is_replayed()
    {
        using var solution = Consumers.Solution();
        solution.WriteProject(
            "One",
            items: Consumers.Reference
                + "<PackageReference Include=\"CiBudget.WireMock\" Version=\"$(CiBudgetVersion)\" />"
        );
        solution.Write(
            "One/Outage.cs",
            """
            using System;
            using System.Net.Http;
            using System.Threading.Tasks;
            using CiBudget.NUnit;
            using NUnit.Framework;

            public sealed class Outage
            {
                [Test]
                [Replay("payment-required")]
                public async Task Is_played()
                {
                    using var http = new HttpClient();
                    using var body = new StringContent("{}");
                    using var claudes = await http.PostAsync("https://api.anthropic.com/v1/messages", body);
                    var nobodys = await (await http.GetAsync(new Uri(Replay.BaseUrl, "/"))).Content.ReadAsStringAsync();

                    Assert.That((int)claudes.StatusCode, Is.EqualTo(402));
                    Assert.That(nobodys, Does.Contain("No matching mapping found"), "the words of WireMock.Net");
                    using var own = CiBudget.WireMock.WireMockReplayHost.Start();
                    Assert.That(own.Server.Mappings, Is.Empty);
                }
            }
            """
        );

        var test = solution.Dotnet("test One/One.csproj --filter FullyQualifiedName~Outage");

        Assert.That(test.ExitCode, Is.Zero, test.Output);
        Assert.That(test.Output, Does.Match("Passed: +1, "));
    }
}
