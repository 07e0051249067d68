namespace CiBudget.Replay.Tests.Clients;

/// <summary>One server for all clients, as long as the process lives.</summary>
internal static class ClientServer
{
    public static readonly ReplayServer Shared = ReplayServer.Start();
}
