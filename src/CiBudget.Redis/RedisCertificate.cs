using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CiBudget.Redis;

/// <summary>
/// Judges the certificate of a Redis: FreeRedis connects to an IP address and lets the platform compare the certificate with that
/// alone, so the host's name is compared here, and so is an authority of one's own.
/// </summary>
/// <param name="url">The Redis.</param>
/// <exception cref="RedisFault">The authority's certificate cannot be read.</exception>
internal sealed class RedisCertificate(RedisUrl url)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly IReadOnlyList<string> _hosts =
    [
        .. url.Hosts.Select(static host => host[..host.LastIndexOf(':')].Trim('[', ']')),
    ];
    private readonly X509Certificate2? _authority = url.Authority is { } file ? Read(file) : null;

    /// <summary>Why the last certificate was refused; null when it was not.</summary>
    public string? Refusal { get; private set; }

    /// <summary>For <see cref="SslStream"/>.</summary>
    public bool Validate(
        object sender,
        X509Certificate? certificate,
        X509Chain? chain,
        SslPolicyErrors errors
    )
    {
        Refusal = WhyRefused(certificate, chain, errors);
        return Refusal is null;
    }

    private string? WhyRefused(
        X509Certificate? certificate,
        X509Chain? chain,
        SslPolicyErrors errors
    )
    {
        if (certificate is null || chain is null)
            return "it showed no certificate";
        using var own = new X509Certificate2(certificate);
        var named =
            !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            || _hosts.Any(host => own.MatchesHostname(host));
        var trusted = _authority is null
            ? !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)
            : IsVouchedFor(own, chain);
        return !trusted ? "its certificate is invalid: nobody that is trusted vouches for it"
            : !named ? "its certificate is invalid: it is for another host"
            : null;
    }

    private bool IsVouchedFor(X509Certificate2 own, X509Chain shown)
    {
        using var chain = new X509Chain
        {
            ChainPolicy =
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { _authority! },
                RevocationMode = X509RevocationMode.NoCheck,
                ApplicationPolicy = { new Oid(ServerAuthentication) },
            },
        };
        foreach (var element in shown.ChainElements)
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(own);
    }

    private static X509Certificate2 Read(string authority)
    {
        try
        {
            return X509Certificate2.CreateFromPem(File.ReadAllText(authority));
        }
        catch (Exception fault)
            when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new RedisFault(
                $"{authority} is no certificate in PEM that can be read ({fault.Message.TrimEnd('.')})"
            );
        }
    }
}
