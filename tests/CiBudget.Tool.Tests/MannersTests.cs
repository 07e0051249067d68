using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CiBudget.Tool.Tests;

public sealed class MannersTests
{
    private Workplace _place = null!;

    [SetUp]
    public void Make() => _place = new();

    [TearDown]
    public void Remove() => _place.Dispose();

    [TestCase("check")]
    [TestCase("report")]
    [TestCase("price")]
    [TestCase("prices", "import")]
    [TestCase("baseline", "diff")]
    [TestCase("doctor")]
    [TestCase("replay", "serve")]
    public void Help_has_examples_and_exit_codes(params string[] command)
    {
        var help = _place.Run([.. command, "--help"]);

        Assert.That(help.ExitCode, Is.Zero);
        Assert.That(
            help.Output,
            Does.Contain("Examples:")
                .And.Contain("cibudget " + string.Join(' ', command))
                .And.Contain("3    billing outage")
                .And.Contain("--json")
        );
    }

    [Test]
    public void Help_of_scenarios_is_not_their_list()
    {
        var help = _place.Run("replay", "--help");

        Assert.That(help.Output, Does.Contain("show <SCENARIO> ").And.Not.Contain("card-declined"));
    }

    [TestCase("chekc", "there is no command 'chekc'. Did you mean 'check'? See 'cibudget --help'.")]
    [TestCase(
        "check --bugdet x",
        "there is no option '--bugdet'. Did you mean '--budget'? See 'cibudget check --help'."
    )]
    [TestCase(
        "check --json --banana",
        "there is no option '--banana'. See 'cibudget check --help'."
    )]
    [TestCase(
        "doctor --modle x",
        "there is no option '--modle'. Did you mean '--model'? See 'cibudget doctor --help'."
    )]
    [TestCase("doctor now", "'now' is one word too many. See 'cibudget doctor --help'.")]
    [TestCase(
        "replay",
        "a command is missing: list, show, export, serve, expect. See 'cibudget replay --help'."
    )]
    [TestCase(
        "check --shards many",
        "--shards needs a whole number from 1 to 10000, not 'many'. See 'cibudget check --help'."
    )]
    [TestCase(
        "replay serve success --port 70000",
        "--port needs a whole number from 0 to 65535, not '70000'. See 'cibudget replay serve --help'."
    )]
    [TestCase(
        "report -f pdf",
        "Argument 'pdf' not recognized. Must be one of: 'table' 'markdown' 'html' 'json' 'csv'. See 'cibudget report --help'."
    )]
    public void A_word_that_is_not_understood_is_told_in_one_line(string words, string line)
    {
        var result = _place.Run(words.Split(' '));

        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.Output, Is.Empty);
        Assert.That(result.Error.TrimEnd(), Is.EqualTo("cibudget: " + line));
    }

    [Test]
    public void A_report_whose_file_does_not_say_its_format_is_not_written()
    {
        var result = _place.Run("report", "-o", "report.pdf");

        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(
            result.Error.TrimEnd(),
            Is.EqualTo(
                "cibudget: the ending of 'report.pdf' does not say what to write: end it in .html, .md, .json, .csv or .txt, or give --format."
            )
        );
    }

    [Test]
    public void A_folder_that_looks_like_an_option_is_written_after_two_dashes()
    {
        _place.Budget("\"run\": { \"cost\": \"$1\" }");

        Assert.That(_place.Run("check", "--", "--x").Error, Does.Contain("there is no folder --x"));
    }

    [TestCase("bill --help")]
    [TestCase("--help")]
    [TestCase("--help bill")]
    [TestCase("--version")]
    [TestCase("check --help --banana")]
    [TestCase("check --banana --help")]
    public void Help_answers_whatever_else_is_there(string words) =>
        Assert.That(_place.RunAsProcess(words.Split(' ')).ExitCode, Is.Zero);

    [Test]
    public void A_shell_can_complete_the_names_of_scenarios()
    {
        var result = _place.Run("[suggest:19]", "replay show payment");

        Assert.That(result.Output.Split('\n'), Does.Contain("payment-required"));
    }

    [Test]
    public void A_broken_pipe_is_quiet()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("needs bash");
        var start = new ProcessStartInfo(
            "bash",
            ["-c", $"set -o pipefail; dotnet '{Tool.Assembly}' prices list --json | head -n 1"]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Tool.Clean(start);

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.That(output, Is.EqualTo("{\n"));
        Assert.That(error.Result, Is.Empty);
        Assert.That(process.ExitCode, Is.Zero);
    }

    [Test]
    public void A_served_scenario_answers_and_ends_on_request()
    {
        using var process = Tool.Start(
            _place.Folder,
            [],
            "replay",
            "serve",
            "success",
            "payment-required"
        );
        var first = process.StandardOutput.ReadLine()!;
        var second = process.StandardOutput.ReadLine()!;

        Assert.That(
            first,
            Does.Match("^ANTHROPIC_BASE_URL=http://127.0.0.1:[0-9]+/success # success$")
        );
        Assert.That(StatusOf(first), Is.EqualTo(200));
        Assert.That(StatusOf(second), Is.EqualTo(402));
        Assert.That(
            new[] { process.StandardOutput.ReadLine(), process.StandardOutput.ReadLine() },
            Is.EqualTo(
                new[]
                {
                    "success: POST /v1/messages claude-opus-5-5 200",
                    "payment-required: POST /v1/messages claude-opus-5-5 402",
                }
            )
        );

        if (OperatingSystem.IsWindows())
            process.Kill();
        else
            using (Process.Start("kill", process.Id.ToString(CultureInfo.InvariantCulture))) { }
        if (!OperatingSystem.IsWindows())
            Assert.That(
                process.StandardOutput.ReadToEnd(),
                Is.EqualTo("success: 1 attempt\npayment-required: 1 attempt\n")
            );
        Assert.That(process.WaitForExit(20_000), Is.True);
        Assert.That(process.StandardError.ReadToEnd(), Is.Empty);
    }

    [Test]
    public void A_served_scenario_says_each_request_as_one_object_a_line_for_programs()
    {
        using var process = Tool.Start(
            _place.Folder,
            [],
            "replay",
            "serve",
            "reset-mid-stream",
            "--json"
        );
        using var served = JsonDocument.Parse(process.StandardOutput.ReadLine()!);
        var url = served.RootElement.GetProperty("baseUrl").GetString();
        Assert.That(
            () => StatusOf("ANTHROPIC_BASE_URL=" + url),
            Throws.InstanceOf<HttpRequestException>()
        );
        using var request = JsonDocument.Parse(process.StandardOutput.ReadLine()!);
        process.Kill();

        var said = request.RootElement;
        Assert.That(said.GetProperty("scenario").GetString(), Is.EqualTo("reset-mid-stream"));
        Assert.That(said.GetProperty("path").GetString(), Is.EqualTo("/v1/messages"));
        Assert.That(said.GetProperty("model").GetString(), Is.EqualTo("claude-opus-5-5"));
        Assert.That(said.GetProperty("status").GetInt32(), Is.EqualTo(200));
        Assert.That(said.GetProperty("failed").GetBoolean(), Is.True);
    }

    [Test]
    public void A_program_is_held_to_the_number_of_its_calls()
    {
        string[] none = ["dotnet", Tool.Assembly, "replay", "list"];
        string[] one = ["dotnet", Tool.Assembly, "doctor", "--live"];

        var good = _place.RunAsProcess([
            "replay",
            "expect",
            "payment-required",
            "--attempts",
            "0",
            "--",
            .. none,
        ]);
        var fewer = _place.RunAsProcess([
            "replay",
            "expect",
            "payment-required",
            "--attempts",
            "1",
            "--",
            .. none,
        ]);
        var failed = _place.RunAsProcess([
            "replay",
            "expect",
            "payment-required",
            "--attempts",
            "1",
            "--after-failure",
            "0",
            "--",
            .. one,
        ]);
        var nothing = _place.RunAsProcess(["replay", "expect", "payment-required", "--", .. none]);

        Assert.That(
            good.Output,
            Does.EndWith("payment-required: 0 attempts, as expected.\n"),
            good.ToString()
        );
        Assert.That(good.ExitCode, Is.Zero);
        Assert.That(
            fewer.Output,
            Does.EndWith("payment-required: 0 attempts; 1 attempt expected.\n")
        );
        Assert.That(fewer.ExitCode, Is.EqualTo(1));
        Assert.That(
            failed.Output,
            Does.EndWith("payment-required: 1 attempt; the program ended with exit code 4.\n"),
            "there is no budget file here"
        );
        Assert.That(failed.ExitCode, Is.EqualTo(1));
        Assert.That(nothing.ExitCode, Is.EqualTo(2));
        Assert.That(nothing.Error, Does.Contain("nothing is expected"));
    }

    [Test]
    public void Several_scenarios_on_one_path_are_not_exported()
    {
        var all = _place.Run("replay", "export", "--format", "wiremock", "out");
        var prefixed = _place.Run("replay", "export", "--format", "wiremock", "out", "--prefix");

        Assert.That(all.ExitCode, Is.EqualTo(2));
        Assert.That(all.Error, Does.Contain("several scenarios on one path hide each other"));
        Assert.That(prefixed.ExitCode, Is.Zero, prefixed.ToString());
        Assert.That(
            File.ReadAllText(_place.PathOf("out/success.json")),
            Does.Contain("\"/success/v1/messages\"")
        );
    }

    [Test]
    public void Scenarios_are_exported_or_refused()
    {
        var good = _place.Run(
            "replay",
            "export",
            "--format",
            "wiremock",
            "out",
            "payment-required"
        );
        var refused = _place.Run("replay", "export", "--format", "wiremock-net", "out", "stall");

        Assert.That(good.ExitCode, Is.Zero, good.ToString());
        Assert.That(
            File.ReadAllText(_place.PathOf("out/payment-required.json")),
            Does.Contain("402")
        );
        Assert.That(refused.ExitCode, Is.EqualTo(2));
        Assert.That(refused.Output, Does.Contain("CIB034"));
        Assert.That(Directory.GetFiles(_place.PathOf("out")), Has.Length.EqualTo(1));
    }

    [TestCase("success", "ok    live call")]
    [TestCase("credit-balance-too-low", "creditExhausted: prepaid credit is used up")]
    [TestCase("unauthorized", "authentication: the key is wrong")]
    public void The_doctor_tells_what_a_live_call_meets(string scenario, string diagnostic)
    {
        using var server = Replay.ReplayServer.Start(scenario);

        var result = _place.Run(
            ["ANTHROPIC_BASE_URL=" + server.BaseUrl, "ANTHROPIC_API_KEY=test"],
            "doctor",
            "--live"
        );

        Assert.That(
            string.Join(
                ' ',
                result.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            ),
            Does.Contain(
                string.Join(' ', diagnostic.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            )
        );
        Assert.That(result.Output, Does.Not.Contain("test\""), "no key is shown");
        Assert.That(result.ExitCode, Is.EqualTo(4), "there is no budget file here");
    }

    [Test]
    public void The_doctor_says_whose_key_it_is_and_that_there_is_no_usage_endpoint()
    {
        _place.Budget(
            "\"run\": { \"cost\": \"$1\" }, \"organization\": \"org-11\", \"workspace\": \"wrkspc_ci\""
        );
        using var claude = Replay.ReplayServer.Start("credit-balance-too-low");
        using var admin = Bill.AdminServer.Start();

        var result = _place.Run(
            [
                "ANTHROPIC_BASE_URL=" + claude.BaseUrl,
                "ANTHROPIC_API_KEY=test",
                "ANTHROPIC_ADMIN_KEY=" + admin.Account.AdminKey,
                "CIBUDGET_WIDTH=400",
            ],
            "doctor",
            "--live",
            "--base-url",
            admin.BaseUrl
        );

        Assert.That(
            result.Output,
            Does.Contain(
                    "creditExhausted: prepaid credit is used up. Add credit or turn on auto-reload: Claude Console, Settings, Billing."
                )
                .And.Contain("expects org-11")
                .And.Contain("there is no endpoint /v1/usage")
                .And.Contain("ANTHROPIC_ADMIN_KEY belongs to Shop Ltd (org-11)")
        );
        Assert.That(result.Output, Does.Not.Contain(admin.Account.AdminKey));
    }

    [TestCase("http://claude.shop.test", "plain http")]
    [TestCase("nonsense", "is no http URL")]
    public void The_doctor_sends_no_key_to_such_an_address(string address, string says)
    {
        var result = _place.Run(
            ["ANTHROPIC_BASE_URL=" + address, "ANTHROPIC_API_KEY=test", "CIBUDGET_WIDTH=400"],
            "doctor",
            "--live"
        );

        Assert.That(result.ExitCode, Is.EqualTo(4), result.ToString());
        Assert.That(result.Output, Does.Contain(says));
    }

    [Test]
    public void A_million_entries_are_checked_in_less_than_150_MB()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("reads /proc");
        _place.Budget("\"run\": { \"cost\": \"$100000\" }");
        var run = Million();

        using var process = Tool.Start(_place.Folder, [], "check", run);
        var output = process.StandardOutput.ReadToEndAsync();
        var peak = 0L;
        while (!process.WaitForExit(20))
            peak = Math.Max(peak, PeakOf(process.Id));

        Assert.That(process.ExitCode, Is.Zero, output.Result);
        // 10,000 times 1 + … + 100 tokens at $20 a million: 50,500,000 tokens.
        Assert.That(
            output.Result,
            Does.Contain("$1,010.0000 spent").And.Contain("1,000,000 calls")
        );
        Assert.That(peak, Is.InRange(1, 150 * 1024), "kilobytes");
        TestContext.Out.WriteLine($"peak {peak / 1024} MB");
    }

    /// <summary>A ledger of a hundred calls, its lines repeated ten thousand times.</summary>
    private string Million()
    {
        var calls = Enumerable.Range(1, 100).Select(i => _place.Call("Shop.T" + i, i)).ToArray();
        return _place.Ledger(
            "large",
            "p1",
            [.. Enumerable.Range(0, 10_000).SelectMany(_ => calls)]
        );
    }

    private static long PeakOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status")
                .FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null
                ? 0
                : long.Parse(
                    line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
                    CultureInfo.InvariantCulture
                );
        }
        catch (IOException)
        {
            return 0; // It has just ended.
        }
    }

    private static int StatusOf(string line)
    {
        var url = line["ANTHROPIC_BASE_URL=".Length..].Split(' ')[0];
        using var client = new HttpClient();
        using var content = new StringContent(
            "{\"model\":\"claude-opus-5-5\",\"max_tokens\":1,\"messages\":[]}",
            Encoding.UTF8,
            "application/json"
        );
        using var answer = client.PostAsync(url + "/v1/messages", content).GetAwaiter().GetResult();
        return (int)answer.StatusCode;
    }
}
