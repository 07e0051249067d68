using CiBudget.MSBuild.Tests;

/// <summary>Of no namespace, so that it comes after all tests of the assembly.</summary>
[SetUpFixture]
internal sealed class EndOfCompilerServer
{
    [OneTimeTearDown]
    public void Stop() => CompilerServer.Stop();
}
