using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace CiBudget.Tool.Tests;

/// <summary>The HTML report in a real browser: Chromium, driven by Playwright.</summary>
[Category("Npm")]
public sealed class BrowserTests
{
    private static readonly string[] Browsers =
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];

    private Workplace _place = null!;
    private JsonElement _seen;
    private string _totals = "";

    [OneTimeSetUp]
    public void Look()
    {
        _place = new();
        _place.Budget("\"run\": { \"cost\": \"$0.05\" }");
        var run = _place.Ledger(
            "run",
            "p1",
            _place.Call("Shop.Tests.Answers", 2_000),
            _place.Call("Shop.Tests.Zebra<script>alert(1)</script>", 500),
            _place.Call("Shop.Tests.Asks_again", 100)
        );
        _place.Run("report", run, "-o", "report.html");
        _totals = _place
            .Run("report", run, "--json")
            .Json.GetProperty("totals")
            .GetProperty("costUsd")
            .GetRawText();
        _seen = InChromium(_place.PathOf("report.html"));
    }

    [OneTimeTearDown]
    public void Remove() => _place.Dispose();

    [Test]
    public void It_opens_without_an_error_and_asks_for_nothing_else()
    {
        Assert.That(Texts("errors"), Is.Empty);
        Assert.That(Texts("requests"), Has.All.StartsWith("file:").And.All.EndsWith("report.html"));
    }

    [Test]
    public void It_shows_the_total_of_the_JSON()
    {
        // 2,600 tokens at $20 a million.
        Assert.That(_totals, Is.EqualTo("0.052"));
        Assert.That(_seen.GetProperty("total").GetString(), Is.AnyOf("0.052", "$0.0520"));
        Assert.That(_seen.GetProperty("text").GetString(), Does.Contain("$0.0520"));
    }

    [Test]
    public void It_draws_tests_models_tokens_and_time() =>
        Assert.That(
            Texts("charts"),
            Is.SupersetOf(new[] { "Cost by test", "Kinds of tokens" })
                .And.Some.Contains("model")
                .And.Some.Contains("time")
        );

    [Test]
    public void A_heading_sorts_by_keyboard_and_a_word_filters()
    {
        Assert.That(
            Texts("byCost"),
            Is.EqualTo(new[] { "Answers", "Zebra<script>alert(1)</script>", "Asks_again" })
        );
        Assert.That(
            Texts("byName"),
            Is.EqualTo(new[] { "Answers", "Asks_again", "Zebra<script>alert(1)</script>" })
        );
        Assert.That(_seen.GetProperty("ariaSort").GetString(), Is.EqualTo("ascending"));
        Assert.That(Texts("filtered"), Is.EqualTo(new[] { "Asks_again" }));
    }

    [Test]
    public void It_fits_a_phone_and_turns_dark()
    {
        Assert.That(_seen.GetProperty("overflow").GetInt32(), Is.LessThanOrEqualTo(0));
        Assert.That(
            _seen.GetProperty("dark").GetString(),
            Is.Not.EqualTo(_seen.GetProperty("light").GetString())
        );
    }

    private string[] Texts(string name) =>
        [.. _seen.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];

    private static JsonElement InChromium(string file, [CallerFilePath] string test = "")
    {
        var folder = Path.Combine(Path.GetDirectoryName(test)!, "browser");
        var chromium = Array.Find(Browsers, File.Exists);
        if (chromium is null)
            Assert.Ignore("there is no Chromium here: apt-get install chromium");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            Assert.Ignore($"run `npm ci` in {folder}");
        using var process = Process.Start(
            new ProcessStartInfo("node", [Path.Combine(folder, "report.cjs"), chromium!, file])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, error.Result);
        return JsonDocument.Parse(output).RootElement;
    }
}
