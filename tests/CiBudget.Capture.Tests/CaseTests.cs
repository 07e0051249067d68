using CiBudget.Tests;

namespace CiBudget.Capture.Tests;

/// <summary>The bodies of <see cref="Case"/> over HTTP, under every content type that proxies put on them.</summary>
public sealed class CaseTests
{
    private static readonly string?[] ContentTypes =
    [
        "application/json",
        "text/event-stream",
        "application/vnd.amazon.eventstream",
        "application/x-jsonl",
        "text/plain",
        null,
    ];

    private static readonly IReadOnlyList<Case> All = Case.All;

    private string _directory = "";

    [SetUp]
    public void MakeDirectory() =>
        _directory = Directory.CreateTempSubdirectory("cibudget-cases-").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_directory, recursive: true);

    [TestCaseSource(nameof(All))]
    public async Task The_ledger_and_the_check_say_what_a_body_costs_whatever_its_head_says(
        object one
    )
    {
        var body = (Case)one;
        var bytes = body.Read();
        string? contentType = null;
        await using var server = await Server.Start(context =>
            Server.Answer(context, bytes, contentType!, body.Status)
        );
        for (var i = 0; i < ContentTypes.Length; i++)
        {
            contentType = ContentTypes[i];
            var run = Directory.CreateDirectory(Path.Combine(_directory, $"{i}")).FullName;
            using (
                var metered = new Metered(server, options => options with { RunDirectory = run })
            )
            {
                using var client = new HttpClient();
                using var request = new HttpRequestMessage(
                    new HttpMethod(body.Method),
                    new Uri(server.Url, body.Path)
                );
                if (body.Method == "POST")
                    request.Content = new StringContent(
                        body.Requested.Id is null ? "{\"model\":\"claude-opus-5-5\"}" : "{}"
                    );
                using var response = await client.SendAsync(request);
                Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.EqualTo(bytes));
            }
            AssertRun(body, run, contentType ?? "no content type");
        }
    }

    private static decimal CostOf(LedgerEntry entry) =>
        entry.Usage.Sum(part =>
            PriceSheet.Embedded.CostOf(part, new(entry.RequestModel, entry.Region)).Usd ?? 0m
        );

    private static void AssertRun(Case body, string run, string contentType)
    {
        var entries = LedgerReader.Find([run]).SelectMany(file => LedgerReader.Read(file)).ToList();
        var verdict = BudgetCheck.Run(Budget.Empty, PriceSheet.Embedded, [run], new CheckOptions());
        Assert.Multiple(() =>
        {
            Assert.That(entries.Count(entry => entry.IsCall), Is.EqualTo(1), contentType);
            Assert.That(entries, Has.Count.EqualTo(body.IsBatch ? 2 : 1), contentType);
            Assert.That(
                entries.Sum(entry => CostOf(entry)),
                Is.EqualTo(body.Usd ?? 0m),
                contentType
            );
            Assert.That(
                entries.All(entry => entry.Complete),
                Is.EqualTo(body.Complete),
                contentType
            );
            Assert.That(
                entries.Select(entry => entry.UnreadableCounter).OfType<string>(),
                Is.EqualTo(body.Counter is null ? [] : new[] { body.Counter }),
                contentType
            );
            Assert.That(
                entries.Exists(entry => entry.UsageMissing),
                Is.EqualTo(body.Counter is not null),
                contentType
            );
            Assert.That(
                entries.Select(entry => entry.Error?.Kind).OfType<FailureKind>(),
                Is.EqualTo(body.Failure is { } failure ? new[] { failure } : []),
                contentType
            );
            Assert.That(verdict.Totals.CostUsd, Is.EqualTo(body.Usd ?? 0m), contentType);
            Assert.That(verdict.Totals.LowerBound, Is.EqualTo(!body.Complete), contentType);
            if (body.Counter is { } counter)
                Assert.That(
                    verdict.Diagnostics.Where(diagnostic => diagnostic.Code == Codes.MissingUsage),
                    Has.One.Matches<Diagnostic>(diagnostic =>
                        diagnostic.Message.Contains(counter, StringComparison.Ordinal)
                    ),
                    contentType
                );
        });
    }
}
