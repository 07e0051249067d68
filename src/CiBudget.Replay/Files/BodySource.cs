using System.Reflection;
using CiBudget.Budgets;

namespace CiBudget.Replay;

/// <summary>Where <c>bodyFile</c> is looked for. Nothing outside of it can be read.</summary>
internal abstract class BodySource
{
    /// <summary>No folder: a scenario that was given as text.</summary>
    public static BodySource None { get; } = new Nowhere();

    /// <summary>The catalogue inside this assembly.</summary>
    public static BodySource Catalogue { get; } = new Resources();

    /// <summary>The folder that a scenario file stands in.</summary>
    public static BodySource Folder(string folder) => new OnDisk(folder);

    /// <summary>The bytes of a file, or a sentence that says why not.</summary>
    public abstract byte[]? Read(string name, out string? why);

    private static bool IsPlain(string name, out string? why)
    {
        var parts = name.Split('/');
        var plain =
            name.Length > 0
            && !name.Any(char.IsControl)
            && !Path.IsPathRooted(name)
            && !name.Contains('\\', StringComparison.Ordinal)
            && !name.Contains(':', StringComparison.Ordinal)
            && parts.All(static part => part.Length > 0 && part != ".." && part != ".");
        why = plain
            ? null
            : $"'{name}' must be a path inside the scenario's folder, with '/' and without '..', as in 'bodies/error.json'.";
        return plain;
    }

    private sealed class Nowhere : BodySource
    {
        public override byte[]? Read(string name, out string? why)
        {
            why = "A body in another file needs a scenario that was read from a file.";
            return null;
        }
    }

    private sealed class Resources : BodySource
    {
        public override byte[]? Read(string name, out string? why)
        {
            using var stream = Assembly
                .GetExecutingAssembly()
                .GetManifestResourceStream("Catalogue/" + name);
            if (stream is null)
            {
                why = $"The catalogue has no '{name}'.";
                return null;
            }
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            why = null;
            return bytes;
        }
    }

    private sealed class OnDisk(string folder) : BodySource
    {
        /// <summary>A body is a fixture, not a download.</summary>
        private const int LargestBody = 16 * 1024 * 1024;

        public override byte[]? Read(string name, out string? why)
        {
            if (!IsPlain(name, out why))
                return null;

            // Every step of the way is looked at, because a link in the middle leads out as well as one at the end.
            var path = Path.GetFullPath(folder);
            foreach (var part in name.Split('/'))
            {
                path = Path.Combine(path, part);
                FileSystemInfo entry = Directory.Exists(path)
                    ? new DirectoryInfo(path)
                    : new FileInfo(path);
                if (!entry.Exists)
                {
                    why = $"'{name}' does not exist in the scenario's folder.";
                    return null;
                }
                if (entry.LinkTarget is not null)
                {
                    why =
                        $"'{name}' is or lies behind a link; a body must be a file inside the scenario's folder.";
                    return null;
                }
            }
            if (!File.Exists(path))
            {
                why = $"'{name}' is a folder.";
                return null;
            }
            if (RegularFile.IsEmpty(path))
            {
                why = $"'{name}' is empty, or a pipe or a device; a body must be a regular file.";
                return null;
            }
            if (new FileInfo(path).Length > LargestBody)
            {
                why = $"'{name}' is larger than 16 MB.";
                return null;
            }
            return File.ReadAllBytes(path);
        }
    }
}
