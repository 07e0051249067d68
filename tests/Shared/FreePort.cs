using System.Net;
using System.Net.Sockets;

namespace CiBudget.Tests.Shared;

/// <summary>
/// A port that nothing listens on. It is taken from below the range from which systems give ports to whoever asks for any, so that
/// no test that runs beside this one is given it meanwhile.
/// </summary>
internal static class FreePort
{
    private const int First = 20_000;
    private const int End = 32_000;

    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, End);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken; another one is not.
            }
        }
    }
}
