using System.Net;
using CiBudget.Replay.Conformance;
using WireMock.Server;

namespace CiBudget.WireMock.Tests;

/// <summary>The exported mappings, read from a folder and played by WireMock.Net itself.</summary>
public sealed class WireMockNetExportTests : ExportConformance
{
    private WireMockServer _server = null!;
    private string _folder = "";

    [OneTimeSetUp]
    public void Start()
    {
        _folder = Directory.CreateTempSubdirectory("cibudget-wiremock-net-").FullName;
        foreach (var scenario in Exported)
        {
            var export = WireMockNetExport.Export(scenario, scenario.Name);
            if (!export.Refused)
                File.WriteAllText(Path.Combine(_folder, export.FileName), export.Json);
        }
        _server = WireMockServer.Start("http://127.0.0.1:0");
        _server.ReadStaticMappings(_folder);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task The_answer_names_the_usual_model_as_the_export_notes()
    {
        var message = await Sdk.Client(Url("success")).Messages.Create(Sdk.Hi("claude-sonnet-5-5"));

        Assert.That(message.Model.Raw(), Is.EqualTo("claude-opus-5-5"));
        Assert.That(
            WireMockNetExport.Export(Scenario.Find("success")).Notes,
            Has.Some.Contains("the answer names claude-opus-5-5, whichever model")
        );
    }

    [Test]
    public async Task A_paced_stream_comes_at_once_as_the_export_notes()
    {
        // The scenario takes 9 × 50 ms; what comes at once comes in one piece.
        var answer = await RawAnswer.Of(Url("success-stream"), stream: true);

        Assert.That(answer.Chunks, Has.Count.EqualTo(1));
        Assert.That(
            WireMockNetExport.Export(Scenario.Find("success-stream")).Notes,
            Has.Some.Contains("sends a body at once")
        );
    }

    [Test]
    public async Task Without_a_prefix_a_mapping_is_added_as_text()
    {
        using var server = WireMockServer.Start("http://127.0.0.1:0");
        server.WithMapping(WireMockNetExport.Export(Scenario.Find("payment-required")).Json!);
        using var http = new HttpClient();

        var answer = await http.PostAsync(server.Url + "/v1/messages", new StringContent("{}"));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.PaymentRequired));
    }

    protected override Uri Url(string scenario) => new(_server.Url + "/" + scenario + "/");

    protected override Task<int> CallsOf(string scenario) =>
        Task.FromResult(
            _server.LogEntries.Count(entry =>
                entry.RequestMessage!.Path == $"/{scenario}/v1/messages"
                && entry.RequestMessage.Headers!.ContainsKey("X-Stainless-Lang")
            )
        );
}
