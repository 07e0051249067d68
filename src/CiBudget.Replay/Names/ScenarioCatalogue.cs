using System.Collections.Concurrent;
using System.Reflection;
using CiBudget.Text;

namespace CiBudget.Replay;

/// <summary>The scenarios that come with CiBudget. Each is a file, readable in <c>src/CiBudget.Replay/Catalogue</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ScenarioCatalogue
{
    private const string Folder = "Catalogue/";
    private const string Extension = ".json";

    private static readonly ConcurrentDictionary<string, Scenario> Read = new();

    private static readonly Lazy<IReadOnlyList<string>> Files = new(static () =>
        [
            .. Assembly
                .GetExecutingAssembly()
                .GetManifestResourceNames()
                .Where(static name =>
                    name.StartsWith(Folder, StringComparison.Ordinal)
                    && name.EndsWith(Extension, StringComparison.Ordinal)
                )
                .Select(static name => name[Folder.Length..^Extension.Length])
                .Where(static name => !name.Contains('/', StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ]
    );

    /// <summary>
    /// Every name, in order. Beside these, <see cref="Get"/> makes <c>succeed-N-then-X</c>, <c>fail-N-then-recover</c> and
    /// <c>every-Nth-fails</c> for other numbers and failures.
    /// </summary>
    public static IReadOnlyList<string> Names =>
        [.. Files.Value.Concat(MidStream.Names).Order(StringComparer.Ordinal)];

    /// <summary>Every scenario of <see cref="Names"/>.</summary>
    public static IEnumerable<Scenario> All => Names.Select(Get);

    /// <summary>A scenario by name, with parameters after a question mark: <c>success?inputTokens=2000&amp;outputTokens=300</c>.</summary>
    /// <exception cref="ScenarioException">The name or a parameter is not known.</exception>
    public static Scenario Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var query = name.IndexOf('?', StringComparison.Ordinal);
        return query < 0
            ? Named(name)
            : ScenarioParameters.Parse(name[(query + 1)..]).Apply(name[..query]);
    }

    /// <summary>A scenario without parameters.</summary>
    internal static Scenario Named(string name) =>
        Read.TryGetValue(name, out var known) ? known
        : Make(name) is { } made ? Read.GetOrAdd(name, made)
        : throw ScenarioException.Unknown(
            $"There is no scenario '{name}'.{NearestName.Hint(name, Names)} `cibudget replay list` shows them all; a file's name ends in .json."
        );

    private static Scenario? Make(string name)
    {
        // Asked by name: the list of all is longer to make than one is to read.
        if (
            !name.Contains('/', StringComparison.Ordinal)
            && BodySources.Catalogue(name + Extension, out _) is { } bytes
        )
            return ScenarioFile.Parse(bytes, name + Extension, BodySources.Catalogue);

        return MidStream.TryMake(name) ?? Sequences.TryMake(name);
    }
}
