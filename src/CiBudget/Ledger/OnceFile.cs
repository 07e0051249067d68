namespace CiBudget.Ledger;

/// <summary>Files that are made whole or not at all, and never twice: nobody can read half of one.</summary>
internal static class OnceFile
{
    /// <summary>How the name of a file ends that is not whole yet.</summary>
    public const string DraftExtension = ".tmp";

    /// <summary>Makes a file.</summary>
    /// <returns>False when there is one of that name already; it stays as it is.</returns>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static bool TryCreate(string path, byte[] content)
    {
        if (File.Exists(path))
            return false;
        var draft = path + "." + Guid.NewGuid().ToString("N") + DraftExtension;
        try
        {
            File.WriteAllBytes(draft, content);
            File.Move(draft, path);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
