using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Outcome = CiBudget.Checking.Outcome;

namespace CiBudget.Tool.Tests.Reports;

/// <summary>Names come from test code and from the wire; none may act on a terminal, a CI agent, a page or a spreadsheet.</summary>
public sealed partial class InjectionTests
{
    private static readonly string[] Hostile =
    [
        "a\n##vso[task.complete result=Succeeded]done",
        "a\r\n::error file=x,line=1::pwned",
        "::stop-commands::x",
        "\u2028::set-output name=a::b",
        "##[error]red",
        "####vso[task.logissue]x",
        "##teamcity[buildProblem description='x']",
        "\u001b[2J\u001b[31mred\u001b]8;;http://x\u0007",
        "\u009b31m",
        "abc\u202Egnp.exe\u2066x\u2069",
        "|x|`y`|**z**|[l](http://e.com)|<!-- -->",
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>",
        "' onmouseover='alert(1)",
        "@octocat and @org/team #12 GH-3 https://e.com www.e.com",
        "=HYPERLINK(\"http://e.com\")",
        "+1+cmd|' /C calc'!A0",
        " \t=1+1",
        "\uD800 lone \uDC00",
        "]]>&amp;\0\u0001\uFFFE",
        "a;b]c%d%0Ae%AZP25",
        "\U000E0041\uFEFF\u200B hidden",
    ];

    [TestCaseSource(nameof(Hostile))]
    public void Hostile_name_does_no_harm(string name) => HarmsNothing(name);

    [Test]
    public void No_name_does_harm()
    {
        string[] pieces =
        [
            "##",
            "vso[",
            "::",
            "\n",
            "\r",
            "|",
            "`",
            "<",
            ">",
            "&",
            "\"",
            "'",
            "@",
            "=",
            "\u001b",
            "\u202e",
            "#",
            "[",
            "]",
            ";",
            "%",
            ":",
            "\uD83D",
            "\uDE00",
            " ",
            "x",
            "\\",
        ];
        var names = Gen.Elements(pieces).ListOf().Select(list => string.Concat(list)).ToArbitrary();

        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(TestEffort.Rounds(few: 40, thorough: 150)),
            Prop.ForAll(
                names,
                name =>
                {
                    HarmsNothing(name);
                    return true;
                }
            )
        );
    }

    private static void HarmsNothing(string name)
    {
        var verdict = Named(name);
        foreach (var width in new[] { 40, 80, 200 })
            LogIsHarmless(ConsoleReport.Render(verdict, width, color: false));
        LogIsHarmless(ConsoleReport.Render(verdict, new ReportStyle { Width = 60, Ascii = true }));
        CommandsAreOurs(verdict);
        MarkdownIsText(verdict);
        HtmlIsText(verdict);
        DataIsWhole(verdict);
    }

    private static void LogIsHarmless(string log)
    {
        Assert.That(log, Does.Not.Contain("##"));
        Assert.That(log.Split('\n').Select(line => line.TrimStart()), Has.None.StartsWith("::"));
        Assert.That(log.Where(c => c != '\n' && (char.IsControl(c) || Invisible(c))), Is.Empty);
    }

    private static bool Invisible(char c) =>
        c
            is (>= '\u202A' and <= '\u202E')
                or (>= '\u2066' and <= '\u2069')
                or '\u200B'
                or '\uFEFF'
                or '\u2028'
                or '\u2029';

    private static void CommandsAreOurs(Verdict verdict)
    {
        foreach (var line in AzurePipelines.Commands(verdict, "/repo", "/tmp/s.md"))
        {
            Assert.That(line, Does.StartWith("##vso["));
            Assert.That(line.Substring(2), Does.Not.Contain("##"));
            Assert.That(line, Does.Not.Match("[\r\n]"));
            // One closing bracket ends the properties: none of theirs may come before ours.
            Assert.That(
                line.Substring(0, line.IndexOf(']', StringComparison.Ordinal)),
                Does.Match(
                    "^##vso\\[(task|build)\\.[a-z]+( [a-zA-Z]+=[^;\\]]*(;[a-zA-Z]+=[^;\\]]*)*)?$"
                )
            );
        }
        foreach (var line in GitHubActions.Commands(verdict, "/repo"))
            Assert.That(
                line,
                Does.Match(
                    "^::(error|warning) (file=[^,:]*,)?(line=[0-9]+,col=[0-9]+,)?title=CIB[0-9]{3}::[^\r\n]*$"
                )
            );
    }

    private static void MarkdownIsText(Verdict verdict)
    {
        var markdown = MarkdownReport.Render(verdict, new Baseline(), "/repo");

        Assert.That(markdown, Does.StartWith(MarkdownReport.Marker + "\n"));
        Assert.That(
            markdown.Substring(MarkdownReport.Marker.Length),
            Does.Not.Match("[<>`@\\[\\]\\\\]|://|www\\.")
        );
        var tables = markdown.Split('\n').Where(line => line.StartsWith('|')).ToList();
        Assert.That(tables.Select(line => line.Count(c => c == '|')), Has.All.AnyOf(5, 6, 7, 9));
    }

    private static void HtmlIsText(Verdict verdict)
    {
        var html = HtmlReport.Render(verdict, new Baseline(), SampleHistory.Runs(), "/repo");

        Assert.That(
            Tags(html),
            Is.EqualTo(
                Tags(
                    HtmlReport.Render(
                        Named("harmless"),
                        new Baseline(),
                        SampleHistory.Runs(),
                        "/repo"
                    )
                )
            )
        );
        Assert.That(html, Does.Not.Match(" on[a-z]+=\""));
    }

    /// <summary>Every tag with its attributes' names: what a name must not be able to change.</summary>
    private static string Tags(string html) =>
        string.Join(
            ' ',
            Tag().Matches(html).Select(tag => AttributeValue().Replace(tag.Value, "="))
        );

    private static void DataIsWhole(Verdict verdict)
    {
        using var json = JsonDocument.Parse(JsonReport.Render(verdict));
        Assert.That(json.RootElement.GetProperty("tests").GetArrayLength(), Is.EqualTo(1));
        Assert.That(
            XDocument.Parse(JUnitReport.Render(verdict)).Descendants("testcase").Count(),
            Is.GreaterThan(8)
        );
        var csv = CsvReport.Render(verdict);
        Assert.That(csv.Split("\r\n"), Has.Length.EqualTo(3));
        Assert.That(csv.Split("\r\n")[1], Does.Not.Match("^\"\\s*[=+@-]"));
    }

    private static Verdict Named(string name)
    {
        var row = Sample.Test(
            name,
            new Totals
            {
                Calls = 1,
                OutputTokens = 10,
                CostUsd = 0.5m,
            }
        );
        var limit = new Limit
        {
            Scope = LimitScope.Tests,
            Pattern = name,
            Metric = Metric.Cost,
            Max = 0.1m,
            Position = new Position(2, 3),
        };
        return new Verdict
        {
            Outcome = Outcome.OverBudget,
            Tests = [row],
            Models = [new ModelTotals(name, row.Totals)],
            Totals = row.Totals,
            Budget = new Budget { Path = "/repo/" + name + "/cibudget.json", Limits = [limit] },
            Limits =
            [
                new LimitUse
                {
                    Limit = limit,
                    Used = 0.5m,
                    Subject = name,
                    Broken = 1,
                    TopSpenders = [new Spender(name, 0.5m)],
                },
            ],
            Diagnostics =
            [
                new Diagnostic(
                    Codes.Unpriced,
                    Severity.Error,
                    "/repo/" + name,
                    new Position(1, 2),
                    "Test " + name + " spent"
                ),
            ],
            LedgerDirectories = ["/tmp/" + name],
        };
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("=\"[^\"]*\"")]
    private static partial Regex AttributeValue();
}
