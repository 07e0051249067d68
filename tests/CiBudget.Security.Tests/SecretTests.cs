using System.Text;

namespace CiBudget.Security.Tests;

/// <summary>
/// The whole sample, run as a user runs it, against a Claude that marks everything: no mark is in any file that the run leaves or in
/// anything that it, the tool or a report says.
/// </summary>
[NonParallelizable]
public sealed class SecretTests
{
    private const string Password = "password-mark-5d1c";

    // The arguments of a test are in its name, which is shown.
    private static readonly string[] InTestNames =
    [
        "Where is my refund?",
        "Wo bleibt mein Geld?",
        "¿Dónde está mi pedido?",
    ];

    private readonly string _key = $"key-mark-{Guid.NewGuid():N}";
    private readonly List<(string Name, byte[] Text)> _left = [];
    private MarkedClaude _claude = null!;
    private string _folder = "";
    private int _commands;

    [OneTimeSetUp]
    public async Task Run_everything()
    {
        _folder = Directory.CreateTempSubdirectory("cibudget-secrets-").FullName;
        _claude = await MarkedClaude.Start();

        Test(0, "green", []);
        Test(
            1,
            "red",
            ["-p:CiBudgetFile=budgets/tight.json"],
            ("SUPPORTBOT_FAIL", "1"),
            WithPassword
        );

        foreach (var run in Directory.GetDirectories(PathOf("runs")))
        {
            // A verdict, whichever: 0 within, 1 over.
            Tool([0, 1], ["check", run]);
            Tool([0, 1], ["check", run, "--json"]);
            Tool(
                [0, 1],
                [
                    "check",
                    run,
                    "--junit",
                    PathOf("check.xml"),
                    "--markdown",
                    PathOf("check.md"),
                    "--html",
                    PathOf("check.html"),
                ]
            );
            Tool([0, 1], ["check", run], ("GITHUB_ACTIONS", "true"), Summary);
            Tool([0, 1], ["check", run], ("TF_BUILD", "True"), Agent);
            foreach (var format in new[] { "table", "markdown", "html", "json", "csv" })
                Tool([0], ["report", run, "--format", format]);
            Tool([0], ["suggest", run]);
        }
        // 4: the sample's packages are not where the doctor looks.
        Tool([0, 4], ["doctor", "--live"], WithPassword);

        foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
            _left.Add((Path.GetRelativePath(_folder, file), File.ReadAllBytes(file)));
    }

    [OneTimeTearDown]
    public async Task Remove()
    {
        await _claude.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public void The_secrets_were_there()
    {
        Assert.That(_claude.Keys, Is.EquivalentTo(new[] { _key, "Bearer " + _key }));
        Assert.That(
            _claude.Prompts,
            Is.SupersetOf(
                new[]
                {
                    "Tell me about returns.",
                    "Hello, I am Ada.",
                    "My parcel A-1042 never came. What is its status?",
                    "Looks an order up by its number.",
                }
            )
        );
        var names = _left.Select(file => file.Name).ToList();
        Assert.That(names, Has.Some.EndsWith(".trx"));
        Assert.That(names, Has.Some.EndsWith(LedgerReader.Extension));
        Assert.That(names, Is.SupersetOf(new[] { "check.xml", "check.md", "check.html" }));
        var ledgers = _left.Where(file =>
            file.Name.EndsWith(LedgerReader.Extension, StringComparison.Ordinal)
        );
        Assert.That(
            ledgers.Select(file => Encoding.UTF8.GetString(file.Text)),
            Has.All.Contains(_claude.Url.Authority),
            "the live calls are in the ledger"
        );
    }

    [Test]
    public void No_key_is_in_any_file_or_output() => AssertNowhere(_key);

    [Test]
    public void No_password_of_an_address_is_in_any_file_or_output() => AssertNowhere(Password);

    [Test]
    public void No_answer_failure_or_header_is_in_any_file_or_output() =>
        AssertNowhere(_claude.Mark);

    [Test]
    public void No_prompt_is_in_any_file_or_output()
    {
        foreach (var prompt in _claude.Prompts.Except(InTestNames))
            AssertNowhere(prompt[..Math.Min(prompt.Length, 40)]);
    }

    private void AssertNowhere(string secret)
    {
        byte[][] forms =
        [
            Encoding.UTF8.GetBytes(secret),
            Encoding.Unicode.GetBytes(secret),
            Encoding.UTF8.GetBytes(Uri.EscapeDataString(secret)),
        ];
        Assert.That(
            _left
                .Where(file => forms.Any(form => file.Text.AsSpan().IndexOf(form) >= 0))
                .Select(file => file.Name),
            Is.Empty,
            $"'{secret}' is in these files"
        );
    }

    private (string, string) Summary => ("GITHUB_STEP_SUMMARY", PathOf("summary.md"));

    private (string, string) WithPassword =>
        (
            "ANTHROPIC_BASE_URL",
            new UriBuilder(_claude.Url) { UserName = "user", Password = Password }.ToString()
        );

    private (string, string) Agent => ("AGENT_TEMPDIRECTORY", PathOf("agent"));

    private string PathOf(string name) => Path.Combine(_folder, name);

    private void Test(
        int exitCode,
        string name,
        string[] arguments,
        params (string Name, string Value)[] environment
    ) =>
        Run(
            [exitCode],
            Path.Combine(
                BuildMetadata.Of("RepositoryRoot"),
                "tests",
                "Samples",
                "SupportBot.Tests"
            ),
            [
                "test",
                "--no-build",
                "-c",
                BuildMetadata.Of("Configuration"),
                "-p:CiBudgetDirectory=" + PathOf("runs"),
                "--results-directory",
                PathOf(name),
                "--logger",
                "trx",
                "--logger",
                "console;verbosity=detailed",
                .. arguments,
            ],
            [("CIBUDGET_LIVE", "1"), ("CIBUDGET_RUN", name), .. environment]
        );

    private void Tool(
        int[] exitCodes,
        string[] arguments,
        params (string Name, string Value)[] environment
    ) =>
        Run(
            exitCodes,
            Path.Combine(
                BuildMetadata.Of("RepositoryRoot"),
                "tests",
                "Samples",
                "SupportBot.Tests"
            ),
            [Path.Combine(AppContext.BaseDirectory, "CiBudget.Tool.dll"), .. arguments],
            environment
        );

    /// <summary>What a command says is one file more to be searched.</summary>
    private void Run(
        int[] exitCodes,
        string folder,
        string[] arguments,
        (string Name, string Value)[] environment
    )
    {
        var variables = environment.ToDictionary(pair => pair.Name, pair => pair.Value);
        variables["ANTHROPIC_API_KEY"] = _key;
        variables.TryAdd("ANTHROPIC_BASE_URL", _claude.Url.ToString());
        var run = Command.Dotnet(folder, variables, arguments);
        Assert.That(
            exitCodes,
            Does.Contain(run.ExitCode),
            string.Join(' ', arguments) + "\n" + run.Output
        );
        _left.Add(
            (
                $"output {++_commands} of {string.Join(' ', arguments)}",
                Encoding.UTF8.GetBytes(run.Output)
            )
        );
    }
}
