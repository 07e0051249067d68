namespace CiBudget.Checking;

/// <summary>What to write into the budget file for a host that nobody declared.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HostRemedy
{
    /// <summary>To follow "add": which list a host belongs to.</summary>
    /// <param name="authority">Host and port, fit to be shown.</param>
    public static string Get(string authority) =>
        // A server of this machine is more often a stub than a proxy that spends.
        Uri.TryCreate("http://" + authority, UriKind.Absolute, out var url) && url.IsLoopback
            ? $"\"{authority}\" to \"replayHosts\" in the budget file if it is a fake Claude of your own, else to \"hosts\""
            : $"\"{authority}\" to \"hosts\" in the budget file";
}
