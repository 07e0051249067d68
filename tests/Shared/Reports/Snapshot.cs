using System.Runtime.CompilerServices;

namespace CiBudget.Tests.Shared;

/// <summary>Compares text with a file under <c>snapshots</c>; <c>CIBUDGET_ACCEPT=1</c> rewrites the file.</summary>
internal static class Snapshot
{
    public static void Verify(string actual, string name, [CallerFilePath] string test = "")
    {
        var verified = Path.Combine(Path.GetDirectoryName(test)!, "snapshots", name);
        if (Environment.GetEnvironmentVariable("CIBUDGET_ACCEPT") == "1")
            File.WriteAllText(verified, actual);
        Assert.That(
            actual,
            Is.EqualTo(File.Exists(verified) ? File.ReadAllText(verified) : ""),
            $"differs from {name}; CIBUDGET_ACCEPT=1 accepts it"
        );
    }
}
