using System.Reflection;

namespace CiBudget.Tests.Shared;

/// <summary>What the build of a test project wrote down, as <c>AssemblyMetadata</c> items.</summary>
internal static class BuildMetadata
{
    public static string Of(string key) =>
        typeof(BuildMetadata)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;
}
