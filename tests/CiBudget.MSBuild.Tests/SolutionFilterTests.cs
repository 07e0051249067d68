namespace CiBudget.MSBuild.Tests;

public sealed class SolutionFilterTests
{
    private string _folder = "";

    [SetUp]
    public void Create()
    {
        _folder = Directory.CreateTempSubdirectory("cibudget ").FullName;
        Directory.CreateDirectory(PathOf("test"));
        Directory.CreateDirectory(PathOf("src"));
        File.WriteAllText(PathOf("src/All.sln"), "");
        // Paths in a filter have backslashes; projects are relative to the solution.
        Filter(
            "some.slnf",
            """{ "solution": { "path": "src\\All.sln", "projects": ["A\\A.csproj"] } }"""
        );
    }

    [TearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestCase("dotnet test some.slnf")]
    [TestCase("/usr/bin/dotnet /sdk/dotnet.dll test ./some.slnf --no-build")]
    [TestCase("dotnet test --no-build", Description = "the only one in the folder")]
    public void Projects_that_a_filter_leaves_out_do_not_run(string command)
    {
        var filter = SolutionFilter.Named(command.Split(' '), _folder);

        Assert.That(filter.Has(PathOf("src/A/A.csproj")));
        Assert.That(filter.Has(PathOf("src/B/B.csproj")), Is.False);
    }

    [TestCase("dotnet test src/All.sln")]
    [TestCase("dotnet test src", Description = "the solution of that folder")]
    public void Without_a_filter_all_projects_run(string command)
    {
        var filter = SolutionFilter.Named(command.Split(' '), _folder);

        Assert.That(filter.Has(PathOf("src/B/B.csproj")));
    }

    [Test]
    public void Where_it_cannot_be_said_nobody_is_waited_for()
    {
        Filter("other.slnf", """{ "solution": { "path": "src/All.sln", "projects": [] } }""");

        var filter = SolutionFilter.Named(["dotnet", "test"], _folder);

        Assert.That(filter.Has(PathOf("src/A/A.csproj")), Is.False);
    }

    [Test]
    public void A_filter_may_have_comments_and_trailing_commas()
    {
        Filter(
            "some.slnf",
            "{ // mine\n \"solution\": { \"path\": \"All.sln\", \"projects\": [\"A.csproj\",] } }"
        );

        Assert.That(
            SolutionFilter.Read(PathOf("some.slnf")),
            Is.EqualTo(new[] { PathOf("A.csproj") })
        );
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("{ \"solution\": { \"path\": 1 } }")]
    public void A_filter_that_cannot_be_read_leaves_nothing_out(string text)
    {
        Filter("some.slnf", text);

        Assert.That(SolutionFilter.Read(PathOf("some.slnf")), Is.Null);
    }

    private void Filter(string name, string text) => File.WriteAllText(PathOf(name), text);

    private string PathOf(string file) =>
        Path.Combine(_folder, file.Replace('/', Path.DirectorySeparatorChar));
}
