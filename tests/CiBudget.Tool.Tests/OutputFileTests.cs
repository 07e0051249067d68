using System.Diagnostics;

namespace CiBudget.Tool.Tests;

/// <summary>A name says where to write. Nothing but a regular file is ever replaced, and never one that the command read.</summary>
public sealed class OutputFileTests
{
    private Workplace _place = null!;
    private string _run = "";

    [SetUp]
    public void Make()
    {
        _place = new();
        _place.Budget("\"run\": { \"cost\": \"$1\" }");
        _run = _place.Ledger("run", "p1", _place.Call("Shop.A", 1_000));
    }

    [TearDown]
    public void Remove() => _place.Dispose();

    [Test]
    public void A_link_stays_a_link_and_what_it_leads_to_is_written()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("links take rights there");
        var target = _place.Write("kept/report.md", "old");
        File.CreateSymbolicLink(_place.PathOf("link.md"), "kept/report.md");
        Directory.CreateSymbolicLink(_place.PathOf("folder"), "kept");

        var first = _place.Run("report", _run, "-o", "link.md");
        var second = _place.Run("report", _run, "-o", "folder/other.md");

        Assert.That(first.ExitCode, Is.Zero, first.ToString());
        Assert.That(second.ExitCode, Is.Zero, second.ToString());
        Assert.That(
            new FileInfo(_place.PathOf("link.md")).LinkTarget,
            Is.EqualTo("kept/report.md")
        );
        Assert.That(File.ReadAllText(target), Does.StartWith(MarkdownReport.Marker));
        Assert.That(
            Directory.GetFiles(_place.PathOf("kept")).Select(Path.GetFileName),
            Is.EquivalentTo(new[] { "report.md", "other.md" }),
            "no draft is left"
        );
    }

    [TestCase("/dev/null", "")]
    [TestCase("/dev/stdout", "<!-- cibudget -->")]
    [TestCase("/dev/fd/1", "<!-- cibudget -->")]
    public void A_device_or_an_open_stream_is_written_to(string name, string output)
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("names of Unix");

        var result = _place.RunAsProcess("report", _run, "-f", "markdown", "-o", name);

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Output, Does.StartWith(output));
        Assert.That(File.Exists("/dev/null"), Is.True);
    }

    [Test]
    public void A_pipe_is_written_to()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("needs mkfifo");
        var pipe = _place.PathOf("pipe");
        using (var made = Process.Start("mkfifo", [pipe]))
            made.WaitForExit();
        var reads = Task.Run(() => File.ReadAllText(pipe));

        var result = _place.Run("report", _run, "-f", "markdown", "-o", pipe);

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(reads.Result, Does.StartWith(MarkdownReport.Marker));
    }

    [TestCase("check", "--html", "cibudget.json")]
    [TestCase("check", "--markdown", "./run/../cibudget.json")]
    [TestCase("check", "--junit", "link.json")]
    [TestCase("report", "-f", "html", "-o", "cibudget.json")]
    [TestCase("report", "-f", "html", "-o", "run/p1.ledger.jsonl")]
    public void A_file_that_was_read_is_not_written(params string[] words)
    {
        if (!OperatingSystem.IsWindows())
            File.CreateSymbolicLink(_place.PathOf("link.json"), "cibudget.json");
        else if (words.Contains("link.json"))
            Assert.Ignore("links take rights there");
        var budget = File.ReadAllText(_place.PathOf("cibudget.json"));

        var result = _place.Run([words[0], _run, .. words[1..]]);

        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.Error, Does.Contain("name another file to write to"));
        Assert.That(File.ReadAllText(_place.PathOf("cibudget.json")), Is.EqualTo(budget));
    }

    [Test]
    public void Two_outputs_do_not_share_a_file()
    {
        var result = _place.Run("check", _run, "--html", "out.txt", "--markdown", "./out.txt");

        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.Error, Does.Contain("was read or written by this command already"));
    }

    [TestCase("check", "run", "--budget", "pipe", "CIB003")]
    [TestCase("check", "run", "--budget", "zero", "CIB003")]
    [TestCase("prices", "import", "pipe", "cibudget: ")]
    [TestCase("history", "show", "--file", "pipe", "")]
    [TestCase("history", "add", "run", "--file", "pipe", "pipe is no regular file")]
    [TestCase("history", "add", "run", "--file", "zero", "zero is no regular file")]
    [TestCase("history", "add", "run", "--file", "/dev/null", "/dev/null is no regular file")]
    [TestCase("price", "pipe", "")]
    [TestCase("price", "zero", "")]
    [TestCase("replay", "show", "pipe.json", "CIB030")]
    [TestCase("replay", "show", "body.json", "CIB030")]
    [TestCase("replay", "show", "nul.json", "CIB030")]
    public void A_pipe_or_a_device_is_not_waited_for(params string[] words)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("needs mkfifo");
        using (
            var made = Process.Start("mkfifo", [_place.PathOf("pipe"), _place.PathOf("pipe.json")])
        )
            made.WaitForExit();
        _place.Write("body.json", "{ \"steps\": [ { \"bodyFile\": \"pipe\" } ] }");
        _place.Write("nul.json", "{ \"steps\": [ { \"bodyFile\": \"a\\u0000b\" } ] }");
        File.CreateSymbolicLink(_place.PathOf("zero"), "/dev/zero");

        using var process = Tool.Start(_place.Folder, [], words[..^1]);
        var ended = process.WaitForExit(60_000);
        if (!ended)
            process.Kill();

        Assert.That(ended, Is.True, "it waits for what never comes");
        Assert.That(process.StandardError.ReadToEnd(), Does.Contain(words[^1]));
    }

    [Test]
    public void A_stream_that_was_handed_over_is_read()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("names of Unix");
        var body = File.ReadAllBytes(
            Path.Combine(AppContext.BaseDirectory, "wire", "message.json")
        );

        var result = Tool.Run(_place.Folder, [], body, "price", "/dev/stdin", "--json");

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Json.GetArrayLength(), Is.EqualTo(1));
    }
}
