namespace CiBudget.NUnit.Tests;

public sealed class SessionSettingsTests
{
    private static readonly string Here = Path.GetFullPath(AppContext.BaseDirectory)
        .TrimEnd(Path.DirectorySeparatorChar);

    private readonly Dictionary<string, string> _environment = [];
    private readonly Dictionary<string, string> _baked = [];

    [SetUp]
    public void Forget()
    {
        _environment.Clear();
        _baked.Clear();
    }

    [Test]
    public void The_environment_overrides_what_was_baked_in()
    {
        _baked["CiBudget.File"] = Path.Combine(Here, "baked.json");
        _baked["CiBudget.ProjectName"] = "Baked";
        _baked["CiBudget.Enabled"] = "false";
        _environment["CIBUDGET_FILE"] = Path.Combine(Here, "said.json");
        _environment["CIBUDGET_PROJECT"] = "Said";
        _environment["CIBUDGET_ENABLED"] = "true";
        _environment["CIBUDGET_RUN_DIRECTORY"] = Here;

        var settings = Read();

        Assert.Multiple(() =>
        {
            Assert.That(settings.BudgetFile, Is.EqualTo(Path.Combine(Here, "said.json")));
            Assert.That(settings.Project, Is.EqualTo("Said"));
            Assert.That(settings.Enabled);
            Assert.That(settings.RunDirectory, Is.EqualTo(Here));
        });
    }

    [Test]
    public void Without_a_word_from_anybody_it_meters_into_a_folder_of_its_own()
    {
        var settings = Read();

        Assert.Multiple(() =>
        {
            Assert.That(settings.Enabled);
            Assert.That(settings.BudgetFile, Is.Null);
            Assert.That(
                settings.RunDirectory,
                Is.EqualTo(Path.Combine(AppContext.BaseDirectory, "TestResults", "CiBudget", "own"))
            );
        });
    }

    [TestCase("TESTINGPLATFORM_DOTNETTEST_EXECUTIONID")]
    [TestCase("DOTNET_CLI_TEST_COMMAND_WORKING_DIRECTORY")]
    public void All_programs_of_one_dotnet_test_share_the_run_that_their_parent_names(
        string variable
    )
    {
        _environment[variable] = Here;

        Assert.That(Read().Run, Is.EqualTo("parent"));
    }

    [Test]
    public void A_pipeline_names_the_run()
    {
        _environment["CIBUDGET_RUN"] = "build/4711";
        _baked["CiBudget.Directory"] = Here;

        var settings = Read();

        Assert.That(
            (settings.Run, settings.RunDirectory),
            Is.EqualTo(("build/4711", Path.Combine(Here, "build-4711")))
        );
    }

    [Test]
    public void Runs_lie_beside_the_budget_file_before_the_project()
    {
        _baked["CiBudget.ProjectDirectory"] = Path.GetTempPath();
        _baked["CiBudget.File"] = Path.Combine(Here, "cibudget.json");

        Assert.That(
            Read().RunDirectory,
            Is.EqualTo(Path.Combine(Here, "TestResults", "CiBudget", "own"))
        );
    }

    [Test]
    public void Folders_of_the_machine_that_built_the_tests_are_not_made_here()
    {
        _baked["CiBudget.ProjectDirectory"] = Path.Combine(Here, "nowhere");

        Assert.That(Read().RunDirectory, Does.StartWith(Here).And.Not.Contain("nowhere"));
    }

    [Test]
    public void A_relative_budget_file_is_looked_for_where_dotnet_test_was_called_then_in_the_project()
    {
        var name = Path.GetFileName(typeof(SessionSettingsTests).Assembly.Location);
        _environment["CIBUDGET_FILE"] = name;
        _environment["DOTNET_CLI_TEST_COMMAND_WORKING_DIRECTORY"] = Path.GetTempPath();
        _baked["CiBudget.ProjectDirectory"] = Here;

        Assert.That(Read().BudgetFile, Is.EqualTo(Path.Combine(Here, name)));
    }

    [Test]
    public void A_budget_file_that_is_younger_than_the_build_is_found_above_the_project()
    {
        var repository = Directory.CreateTempSubdirectory("cibudget-");
        try
        {
            var project = repository.CreateSubdirectory("tests/Shop.Tests").FullName;
            _baked["CiBudget.ProjectDirectory"] = project;
            Assert.That(Read().BudgetFile, Is.Null);

            var file = Path.Combine(repository.FullName, "cibudget.json");
            File.WriteAllText(file, "{}");

            Assert.That(Read().BudgetFile, Is.EqualTo(file));
        }
        finally
        {
            repository.Delete(recursive: true);
        }
    }

    [TestCase("2/4", 2, 4)]
    [TestCase("1/1", 1, 1)]
    [TestCase("0/4", null, null)]
    [TestCase("5/4", null, null)]
    [TestCase("2", null, null)]
    [TestCase("a/b", null, null)]
    public void A_shard_is_one_of_how_many(string text, int? shard, int? shards)
    {
        _environment["CIBUDGET_SHARD"] = text;

        var settings = Read();

        Assert.That((settings.Shard, settings.Shards), Is.EqualTo((shard, shards)));
        Assert.That(settings.Fault is null, Is.EqualTo(shard is not null), settings.Fault);
    }

    [TestCase("0", false)]
    [TestCase("False", false)]
    [TestCase("1", true)]
    public void It_can_be_switched_off(string text, bool enabled)
    {
        _environment["CIBUDGET_ENABLED"] = text;

        Assert.That(Read().Enabled, Is.EqualTo(enabled));
    }

    [TestCase("1", true)]
    [TestCase("true", true)]
    [TestCase("", false)]
    public void It_can_be_offline(string text, bool offline)
    {
        _environment["CIBUDGET_OFFLINE"] = text;

        Assert.That(Read().Offline, Is.EqualTo(offline));
    }

    private SessionSettings Read() =>
        SessionSettings.From(
            _environment.GetValueOrDefault,
            _baked.GetValueOrDefault,
            Here,
            ownProcess => ownProcess ? "own" : "parent"
        );
}
