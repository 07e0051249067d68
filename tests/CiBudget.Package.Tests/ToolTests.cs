namespace CiBudget.Package.Tests;

/// <summary>The tool, installed from its package.</summary>
public sealed class ToolTests
{
    [Test]
    public void The_tool_installs_and_runs()
    {
        using var solution = Consumers.Solution();

        var install = solution.Dotnet(
            $"tool install CiBudget.Tool --tool-path tools --version {Packages.Version}"
        );
        var list = solution.Dotnet("tool list --tool-path tools");
        var run = solution.Dotnet(
            $"exec tools/.store/cibudget.tool/{Packages.Version}/cibudget.tool/{Packages.Version}/tools/net8.0/any/CiBudget.Tool.dll replay list"
        );

        Assert.That(install.ExitCode, Is.Zero, install.Output);
        Assert.That(list.Output, Does.Contain("cibudget.tool").And.Contain(Packages.Version));
        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.Output, Does.Contain("credit-balance-too-low"));
    }
}
