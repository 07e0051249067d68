using System.Runtime.CompilerServices;
using System.Text.Json;

namespace CiBudget.Tool.Tests.Reports;

public sealed class JsonReportTests
{
    [Test]
    public void Report_keeps_to_its_published_schema()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(SchemaPath()));
        using var report = JsonDocument.Parse(
            JsonReport.Render(Sample.Verdict(), SampleHistory.Runs())
        );

        Assert.That(SchemaFaults.Of(report.RootElement, schema.RootElement), Is.Empty);
    }

    [Test]
    public void The_schema_check_of_this_test_finds_faults()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(SchemaPath()));
        using var report = JsonDocument.Parse(
            """{ "version": 2, "outcome": "fine", "more": 1, "findings": [ { "code": "X" } ] }"""
        );

        var faults = SchemaFaults.Of(report.RootElement, schema.RootElement).ToList();

        Assert.That(
            faults,
            Has.Member("$.version")
                .And.Member("$.outcome")
                .And.Member("$.more")
                .And.Member("$.totals")
                .And.Member("$.findings.code")
        );
    }

    [Test]
    public void Earlier_runs_are_its_history()
    {
        var unknown = RunPoint.From(
            "monday",
            new Verdict
            {
                Outcome = Outcome.Unmeasured,
                Totals = new Totals { Calls = 2, UnpricedCalls = 2 },
            }
        );
        var known = RunPoint.From(
            "tuesday",
            new Verdict
            {
                Totals = new Totals
                {
                    Calls = 3,
                    CostUsd = 0.50m,
                    LowerBound = true,
                },
            }
        );

        using var report = JsonDocument.Parse(JsonReport.Render(new Verdict(), [unknown, known]));

        Assert.That(
            report
                .RootElement.GetProperty("history")
                .EnumerateArray()
                .Select(run => JsonSerializer.Serialize(run)),
            Is.EqualTo(
                new[]
                {
                    """{"name":"monday","firstCall":null,"outcome":"unmeasured","calls":2,"countedUsd":null,"lowerBound":false}""",
                    """{"name":"tuesday","firstCall":null,"outcome":"within","calls":3,"countedUsd":0.5,"lowerBound":true}""",
                }
            )
        );
    }

    [Test]
    public void Equal_sums_give_equal_bytes_whatever_their_scale()
    {
        var one = new Verdict { Totals = new Totals { CostUsd = 0.50m } };
        var other = new Verdict { Totals = new Totals { CostUsd = 0.5000m } };

        Assert.That(
            JsonReport.Render(one),
            Is.EqualTo(JsonReport.Render(other)).And.Contains("\"costUsd\": 0.5,")
        );
    }

    [Test]
    public void Money_keeps_every_digit_and_unknown_money_is_null()
    {
        var known = JsonReport.Render(
            new Verdict { Totals = new Totals { CostUsd = 0.0112272333m } }
        );
        var unknown = JsonReport.Render(
            new Verdict
            {
                Totals = new Totals { Calls = 1, UnpricedCalls = 1 },
            }
        );

        Assert.That(known, Does.Contain("\"costUsd\": 0.0112272333,"));
        Assert.That(unknown, Does.Contain("\"costUsd\": null,"));
    }

    private static string SchemaPath([CallerFilePath] string test = "") =>
        Path.Combine(
            Path.GetDirectoryName(test)!,
            "..",
            "..",
            "..",
            "build",
            "schemas",
            "report.schema.json"
        );
}
