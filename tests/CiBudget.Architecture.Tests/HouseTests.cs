using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace CiBudget.Architecture.Tests;

/// <summary>What makes a name enough to find a piece of code.</summary>
public sealed class HouseTests
{
    [Test]
    public void No_simple_name_is_there_twice()
    {
        var twice = Product
            .Written.Where(type => !type.IsNested)
            .GroupBy(type => type.Name)
            .Where(group => group.Count() > 1)
            .Select(group => string.Join(", ", group.Select(type => type.FullName)));

        Assert.That(twice, Is.Empty);
    }

    [Test]
    public void A_class_is_sealed_unless_another_of_ours_derives_from_it()
    {
        var bases = Product.Written.Select(type => type.BaseType).ToHashSet();
        var open = Product
            .Written.Where(type => type is { IsClass: true, IsAbstract: false, IsSealed: false })
            .Where(type => !bases.Contains(type));

        Assert.That(open, Is.Empty);
    }

    [Test]
    public void A_file_s_namespace_is_its_folder()
    {
        var elsewhere = Directory
            .EnumerateFiles(
                Path.Combine(Product.Root, "src", "CiBudget"),
                "*.cs",
                SearchOption.AllDirectories
            )
            .Where(file => Namespace(file) is { } name && name != Expected(file));

        Assert.That(elsewhere, Is.Empty);
    }

    [Test]
    public void Only_tests_see_what_is_internal()
    {
        var friends = Product.Assemblies.SelectMany(assembly =>
            assembly
                .GetCustomAttributes<InternalsVisibleToAttribute>()
                .Select(friend => friend.AssemblyName)
        );

        Assert.That(friends, Is.Not.Empty.And.All.EndsWith(".Tests"));
    }

    [Test]
    public void What_a_test_author_or_a_tool_author_is_offered_stays_small()
    {
        var offered = Product
            .Written.Where(type => type.IsPublic)
            .Where(type =>
                type.GetCustomAttribute<EditorBrowsableAttribute>()
                    is not { State: EditorBrowsableState.Never }
            );

        Assert.That(offered.Count(), Is.LessThanOrEqualTo(92), "all else is hidden from editors");
    }

    private static string? Namespace(string file) =>
        File.ReadLines(file)
            .Where(line => line.StartsWith("namespace CiBudget", StringComparison.Ordinal))
            .Select(line => line["namespace ".Length..].TrimEnd(';'))
            .FirstOrDefault();

    /// <summary>One level below the project's folder: a room may sort its files further.</summary>
    private static string Expected(string file)
    {
        var parts = Path.GetRelativePath(Path.Combine(Product.Root, "src"), file).Split('/', '\\');
        return parts.Length > 2 ? $"{parts[0]}.{parts[1]}" : parts[0];
    }
}
