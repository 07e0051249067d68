using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CiBudget.Tests.Shared;

namespace CiBudget.Redis.Tests;

/// <summary>A real redis-server on a free port of loopback; tests are skipped, visibly, where it is not installed.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cibudget-redis-").FullName;
    private readonly int _port;
    private readonly string? _password;
    private readonly bool _tls;
    private readonly string[] _options;
    private readonly bool _isSentinel;
    private Process? _process;

    public RedisServer(
        string? password = null,
        bool tls = false,
        string[]? options = null,
        bool isSentinel = false
    )
    {
        _isSentinel = isSentinel;
        _options = options ?? [];
        _password = password;
        _tls = tls;
        if (tls)
            MakeCertificate();
        _port = FreePort.Next();
        Start();
    }

    /// <summary>A sentinel that watches a server.</summary>
    public static RedisServer Sentinel(string name, RedisServer master)
    {
        var file = Path.Combine(master._folder, "sentinel.conf");
        File.WriteAllText(file, $"sentinel monitor {name} 127.0.0.1 {master._port} 1\n");
        return new RedisServer(options: [file], isSentinel: true);
    }

    public int Port => _port;

    public string Url =>
        $"redis{(_tls ? "s" : "")}://{(_password is null ? "" : $":{_password}@")}127.0.0.1:{_port}/1";

    /// <summary>What vouches for itself.</summary>
    public string Certificate => Path.Combine(_folder, "redis.pem");

    public void Start()
    {
        var start = new ProcessStartInfo("redis-server") { RedirectStandardOutput = true };
        string[] options =
        [
            .. _tls
                ?
                [
                    "--port",
                    "0",
                    "--tls-port",
                    $"{_port}",
                    "--tls-cert-file",
                    Certificate,
                    "--tls-key-file",
                    Path.Combine(_folder, "redis.key"),
                    "--tls-ca-cert-file",
                    Certificate,
                    "--tls-auth-clients",
                    "no",
                ]
                : (string[])["--port", $"{_port}"],
            "--bind",
            "127.0.0.1",
            "--dir",
            _folder,
            "--appendonly",
            "yes",
            "--appendfsync",
            "always",
        ];
        options = _isSentinel
            ? [.. _options, "--port", $"{_port}", "--bind", "127.0.0.1", "--sentinel"]
            : [.. options, .. _options];
        foreach (
            var option in _password is null ? options : [.. options, "--requirepass", _password]
        )
            start.ArgumentList.Add(option);
        try
        {
            _process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("redis-server is not installed (Debian package redis-server)");
        }
        while (_process!.StandardOutput.ReadLine() is { } line)
        {
            if (
                line.Contains(
                    _isSentinel ? "Sentinel ID is" : "Ready to accept connections",
                    StringComparison.Ordinal
                )
            )
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
        File.WriteAllText(Path.Combine(_folder, "redis.key"), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>It takes connections and does not answer.</summary>
    public void Pause() => Signal("STOP");

    public void Resume() => Signal("CONT");

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, $"{_process!.Id}"]);
        kill.WaitForExit();
        Assert.That(kill.ExitCode, Is.Zero);
    }

    /// <summary>kill -9; what was counted is on the disk.</summary>
    public void Stop()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>Throws away what is on the disk.</summary>
    public void Forget()
    {
        Directory.Delete(_folder, recursive: true);
        Directory.CreateDirectory(_folder);
    }

    public void Dispose()
    {
        Stop();
        Directory.Delete(_folder, recursive: true);
    }
}
