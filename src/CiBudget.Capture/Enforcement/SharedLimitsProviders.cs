using System.Reflection;

namespace CiBudget.Capture;

/// <summary>Finds what opens shared limits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SharedLimitsProviders
{
    /// <summary>The package that has one.</summary>
    public const string Package = "CiBudget.Redis";

    private const string Provider = Package + ".RedisLimitsProvider";

    /// <summary>The provider of package CiBudget.Redis; null where this process does not have the package.</summary>
    public static ISharedLimitsProvider? Find() => Find(Package, Provider);

    // By name, because the package depends on this one.
    internal static ISharedLimitsProvider? Find(string package, string provider)
    {
        Assembly assembly;
        try
        {
            assembly = Assembly.Load(package);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        return (ISharedLimitsProvider)
            Activator.CreateInstance(assembly.GetType(provider, throwOnError: true)!)!;
    }
}
