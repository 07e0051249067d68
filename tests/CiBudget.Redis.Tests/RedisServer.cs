using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CiBudget.Redis.Tests;

/// <summary>A real redis-server on a free port of loopback; tests are skipped, visibly, where it is not installed.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cibudget-redis-").FullName;
    private readonly int port;
    private readonly string? password;
    private Process? process;

    public RedisServer(string? password = null)
    {
        this.password = password;
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        Start();
    }

    public string Url => $"redis://{(password is null ? "" : $":{password}@")}127.0.0.1:{port}/1";

    public void Start()
    {
        var start = new ProcessStartInfo("redis-server") { RedirectStandardOutput = true };
        string[] options =
        [
            "--port",
            $"{port}",
            "--bind",
            "127.0.0.1",
            "--dir",
            folder,
            "--appendonly",
            "yes",
            "--appendfsync",
            "always",
        ];
        foreach (var option in password is null ? options : [.. options, "--requirepass", password])
            start.ArgumentList.Add(option);
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("redis-server is not installed (Debian package redis-server)");
        }
        while (process!.StandardOutput.ReadLine() is { } line)
        {
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
                return;
        }
        throw new InvalidOperationException("redis-server did not start");
    }

    /// <summary>kill -9; what was counted is on the disk.</summary>
    public void Stop()
    {
        process!.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>Throws away what is on the disk.</summary>
    public void Forget()
    {
        Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
    }

    public void Dispose()
    {
        Stop();
        Directory.Delete(folder, recursive: true);
    }
}
