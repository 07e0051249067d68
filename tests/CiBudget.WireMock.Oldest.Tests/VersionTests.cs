using System.Reflection;
using WireMock.Server;

namespace CiBudget.WireMock.Tests;

public sealed class VersionTests
{
    /// <summary>Else the other tests of this project would prove nothing of it.</summary>
    [Test]
    public void This_is_the_oldest_version_that_the_package_allows() =>
        Assert.That(
            typeof(WireMockServer)
                .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
                .InformationalVersion,
            Does.StartWith("2.21.0")
        );
}
