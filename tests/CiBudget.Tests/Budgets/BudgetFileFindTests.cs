namespace CiBudget.Tests;

public sealed class BudgetFileFindTests
{
    private string _root = "";

    [SetUp]
    public void CreateFolder() => _root = Directory.CreateTempSubdirectory("cibudget-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_root, recursive: true);

    [Test]
    public void The_nearest_file_upward_is_found()
    {
        var deep = Directory.CreateDirectory(Path.Combine(_root, "a", "b", "c")).FullName;
        var far = Write(Path.Combine(_root, "cibudget.json"), "{}");
        var fromDeep = Find(deep);
        var near = Write(Path.Combine(_root, "a", "b", "cibudget.json"), "{}");

        Assert.Multiple(() =>
        {
            Assert.That(fromDeep, Is.EqualTo(far));
            Assert.That(Find(deep), Is.EqualTo(near));
            Assert.That(Find(deep + Path.DirectorySeparatorChar), Is.EqualTo(near));
            Assert.That(Find(Path.Combine(_root, "a")), Is.EqualTo(far));
            Assert.That(Find(Path.Combine(deep, "not", "there")), Is.EqualTo(near));
        });
    }

    [Test]
    public void Without_a_file_nothing_is_found() => Assert.That(Find(_root), Is.Null);

    [Test]
    public void A_loaded_budget_knows_its_full_path()
    {
        var path = Write(Path.Combine(_root, "own.json"), """{ "run": { "calls": 3 } }""");

        var budget = BudgetFile.Load(Path.Combine(_root, "x", "..", "own.json"));

        Assert.That(budget.Path, Is.EqualTo(path));
        Assert.That(budget.Limits.Single().Max, Is.EqualTo(3));
    }

    [Test]
    public void A_missing_file_is_CIB002()
    {
        var fault = Fault(Path.Combine(_root, "none.json"));
        var folder = Fault(Path.Combine(_root, "none", "none.json"));

        Assert.That(
            (fault.Code, fault.Position, fault.Message),
            Is.EqualTo(
                ("CIB002", Position.None, "the budget file cannot be read: there is no such file")
            )
        );
        Assert.That(
            (folder.Code, folder.Message),
            Is.EqualTo(("CIB002", "the budget file cannot be read: there is no such file"))
        );
    }

    [Test]
    public void A_folder_of_that_name_is_found_and_refused()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, "cibudget.json")).FullName;

        Assert.That(Find(_root), Is.EqualTo(folder));
        Assert.That(Fault(folder).Code, Is.EqualTo("CIB002"));
        Assert.That(
            Fault(folder).Message,
            Is.EqualTo("the budget file cannot be read: it is a folder, not a file")
        );
    }

    [TestCase("")]
    [TestCase("a\0b")]
    public void A_path_that_is_none_is_CIB002(string path) =>
        Assert.That(Fault(path).Code, Is.EqualTo("CIB002"));

    [Test]
    public void A_file_that_nobody_may_read_is_CIB002()
    {
        var path = Write(Path.Combine(_root, "cibudget.json"), "{}");
        if (OperatingSystem.IsWindows())
            Assert.Ignore("Windows has no file modes.");
        else
            File.SetUnixFileMode(path, UnixFileMode.None);
        if (CanRead(path))
            Assert.Ignore("This user may read every file.");

        Assert.That(
            Fault(path).Message,
            Is.EqualTo("the budget file cannot be read: access is denied")
        );
    }

    [Test]
    public void A_file_of_more_than_a_megabyte_is_refused()
    {
        var most = Write(
            Path.Combine(_root, "most.json"),
            "{}" + new string(' ', (1024 * 1024) - 2)
        );
        var more = Write(
            Path.Combine(_root, "more.json"),
            "{}" + new string(' ', (1024 * 1024) - 1)
        );

        Assert.That(BudgetFile.Load(most).Limits, Is.Empty);
        Assert.That(
            (Fault(more).Code, Fault(more).Message),
            Is.EqualTo(("CIB003", "the file is larger than 1 MB"))
        );
    }

    private static string? Find(string folder) => HostFiles.Above(folder, BudgetFile.Name);

    private static BudgetFileException Fault(string path) =>
        Assert.Throws<BudgetFileException>(() => BudgetFile.Load(path))
        ?? throw new AssertionException("No fault.");

    private static bool CanRead(string path)
    {
        try
        {
            return File.ReadAllBytes(path).Length >= 0;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Write(string path, string text)
    {
        File.WriteAllText(path, text);
        return path;
    }
}
