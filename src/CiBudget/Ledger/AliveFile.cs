namespace CiBudget.Ledger;

/// <summary>
/// Says whether a process still runs: it holds a lock on a file of the run's folder for as long as it lives, and the operating system
/// drops the lock when it ends, however it ends. Unlike process ids, this holds across containers that share the folder.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class AliveFile
{
    /// <summary>How the name of every such file ends.</summary>
    public const string Extension = ".alive";

    /// <summary>Holds a file; null when it cannot be made or somebody else holds it.</summary>
    public static FileStream? TryHold(string path)
    {
        try
        {
            // Without sharing, .NET takes flock(LOCK_EX) on Unix.
            return File.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>True while a process holds the file, false when none does or there is no such file. Who asks disturbs nobody else who asks.</summary>
    public static bool IsHeld(string path)
    {
        try
        {
            using var _ = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        // Who cannot be asked may be alive.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
