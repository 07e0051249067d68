using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CiBudget.Redis.Tests;

/// <summary>A real redis-server on a free port of loopback; tests are skipped, visibly, where it is not installed.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cibudget-redis-").FullName;
    private readonly int port;
    private readonly string? password;
    private readonly bool tls;
    private Process? process;

    public RedisServer(string? password = null, bool tls = false)
    {
        this.password = password;
        this.tls = tls;
        if (tls)
            MakeCertificate();
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        Start();
    }

    public string Url =>
        $"redis{(tls ? "s" : "")}://{(password is null ? "" : $":{password}@")}127.0.0.1:{port}/1";

    /// <summary>What vouches for itself.</summary>
    public string Certificate => Path.Combine(folder, "redis.pem");

    public void Start()
    {
        var start = new ProcessStartInfo("redis-server") { RedirectStandardOutput = true };
        string[] options =
        [
            .. tls
                ?
                [
                    "--port",
                    "0",
                    "--tls-port",
                    $"{port}",
                    "--tls-cert-file",
                    Certificate,
                    "--tls-key-file",
                    Path.Combine(folder, "redis.key"),
                    "--tls-ca-cert-file",
                    Certificate,
                    "--tls-auth-clients",
                    "no",
                ]
                : (string[])["--port", $"{port}"],
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

    /// <summary>A certificate for 127.0.0.1 that nobody but itself vouches for.</summary>
    private void MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(
            "CN=127.0.0.1",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(1)
        );
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "redis.key"), key.ExportPkcs8PrivateKeyPem());
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
