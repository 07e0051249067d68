[assembly: Parallelizable(ParallelScope.All)]

namespace SupportBot.Tests;

/// <summary>The SDK wants a key; no scenario looks at it.</summary>
[SetUpFixture]
public sealed class Setup
{
    [OneTimeSetUp]
    public void Give_the_sdk_a_key()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("ANTHROPIC_API_KEY")))
            Environment.SetEnvironmentVariable("ANTHROPIC_API_KEY", "no-key-needed-offline");
    }
}
