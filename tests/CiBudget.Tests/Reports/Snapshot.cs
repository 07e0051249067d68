using System.Runtime.CompilerServices;

namespace CiBudget.Tests.Reports;

/// <summary>Compares text with the file of that name beside the tests; <c>CIBUDGET_ACCEPT=1</c> rewrites the file.</summary>
internal static class Snapshot
{
    public static void Verify(string actual, string name, [CallerFilePath] string test = "")
    {
        var verified = Path.Combine(Path.GetDirectoryName(test)!, name);
        var received = verified.Replace(".verified.", ".received.", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("CIBUDGET_ACCEPT") == "1")
            File.WriteAllText(verified, actual);
        var expected = File.Exists(verified) ? File.ReadAllText(verified) : "";
        if (actual == expected)
            File.Delete(received);
        else
            File.WriteAllText(received, actual);
        Assert.That(
            actual,
            Is.EqualTo(expected),
            $"differs from {name}; CIBUDGET_ACCEPT=1 accepts {received}"
        );
    }
}
