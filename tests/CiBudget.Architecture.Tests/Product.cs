using System.Reflection;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace CiBudget.Architecture.Tests;

/// <summary>The assemblies of the product, loaded once. The MSBuild task is the judge's sources again and has no assembly of its own here.</summary>
internal static class Product
{
    public static IReadOnlyList<Assembly> Assemblies { get; } =
    [
        Assembly.Load("CiBudget"),
        Assembly.Load("CiBudget.Wire"),
        Assembly.Load("CiBudget.Capture"),
        Assembly.Load("CiBudget.Replay"),
        Assembly.Load("CiBudget.WireMock"),
        Assembly.Load("CiBudget.Redis"),
        Assembly.Load("CiBudget.NUnit"),
        Assembly.Load("CiBudget.Tool"),
    ];

    public static ArchUnitNET.Domain.Architecture Types { get; } =
        new ArchLoader().LoadAssemblies([.. Assemblies]).Build();

    public static string Root { get; } =
        typeof(Product)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(item => item.Key == "RepositoryRoot")
            .Value!;

    /// <summary>Types that somebody wrote, in whatever assembly; those that the compiler made are left out.</summary>
    public static IEnumerable<System.Type> Written =>
        Assemblies
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type =>
                !type.Name.Contains('<')
                && type.Namespace?.StartsWith("CiBudget", StringComparison.Ordinal) == true
            );
}
