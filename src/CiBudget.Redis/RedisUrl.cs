using System.Globalization;
using FreeRedis;

namespace CiBudget.Redis;

/// <summary>
/// Where a Redis is: <c>redis://[user:password@]host[:port][/database]</c>, or <c>rediss://…</c> for TLS. Options follow a question
/// mark: <c>ca=FILE</c> (the authority that may vouch for it), <c>sentinel=NAME</c> (the host is a sentinel of that master),
/// <c>cluster=true</c>, and <c>host=HOST:PORT</c> for each further sentinel or node.
/// </summary>
internal sealed record RedisUrl
{
    private const int DefaultPort = 6379;
    private const string Options =
        "?ca=FILE (for rediss), ?sentinel=NAME, ?cluster=true and &host=HOST:PORT";

    /// <summary>Hosts with their ports: the server, or sentinels, or nodes of a cluster.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    public bool Tls { get; init; }

    /// <summary>The user to log in as; null for the default one.</summary>
    public string? User { get; init; }

    public string? Password { get; init; }

    public int Database { get; init; }

    /// <summary>Full path of the certificate, PEM, of the one authority that may vouch for it; null for those that the system trusts.</summary>
    public string? Authority { get; init; }

    /// <summary>The master that the sentinels watch; null when the hosts are no sentinels.</summary>
    public string? Sentinel { get; init; }

    /// <summary>True when the hosts are nodes of a cluster.</summary>
    public bool Cluster { get; init; }

    /// <summary>Reads an address.</summary>
    /// <param name="text">The address.</param>
    /// <param name="folder">What a relative path in it is relative to.</param>
    /// <exception cref="FormatException">It is none. The message does not repeat it: it may hold a password.</exception>
    public static RedisUrl Parse(string text, string? folder = null)
    {
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("redis" or "rediss")
            || uri.Host.Length == 0
        )
            throw Fault(
                "is not of the form redis://host:6379/0 or rediss://user:password@host:6380/0"
            );
        var path = uri.AbsolutePath.Trim('/');
        var database = 0;
        if (path.Length > 0 && !int.TryParse(path, NumberStyles.None, null, out database))
            throw Fault("has a database that is not a number");
        var login = uri.UserInfo.Split(':', 2);
        var url = new RedisUrl
        {
            Hosts = [HostAndPort(uri)],
            Tls = uri.Scheme == "rediss",
            User = login is [{ Length: > 0 } user, _] ? Uri.UnescapeDataString(user) : null,
            Password = login is [_, { Length: > 0 } password]
                ? Uri.UnescapeDataString(password)
                : null,
            Database = database,
        };
        foreach (
            var option in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        )
            url = url.With(option.Split('=', 2), folder);
        if (url is { Sentinel: not null, Cluster: true })
            throw Fault("names a sentinel and a cluster; it can be one of them");
        if (url is { Cluster: true, Database: not 0 })
            throw Fault("names a database of a cluster, which has only database 0");
        if (url is { Hosts.Count: > 1, Sentinel: null, Cluster: false })
            throw Fault(
                "names several hosts; say with sentinel=NAME or cluster=true what they are"
            );
        return url;
    }

    /// <summary>How FreeRedis is told.</summary>
    /// <param name="host">One of <see cref="Hosts"/>, or the name of a sentinel's master.</param>
    /// <param name="patience">How long connecting, and an answer, may take.</param>
    public ConnectionStringBuilder Settings(string host, TimeSpan patience) =>
        new()
        {
            Host = host,
            Ssl = Tls,
            User = User,
            Password = Password,
            Database = Database,
            ConnectTimeout = patience,
            ReceiveTimeout = patience,
            SendTimeout = patience,
            // One connection, opened when it is needed.
            MaxPoolSize = 1,
            MinPoolSize = 0,
            Retry = 0,
            IdleTimeout = TimeSpan.Zero,
            ExitAutoDisposePool = false,
        };

    /// <summary>Without the login.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(Tls ? "rediss" : "redis")}://{string.Join(',', Hosts)}/{Database}"
        ) + (Sentinel is null ? "" : $" (sentinels of {Sentinel})");

    private RedisUrl With(string[] option, string? folder) =>
        option switch
        {
            ["ca", { Length: > 0 } file] when Tls => this with
            {
                Authority = Path.GetFullPath(
                    Uri.UnescapeDataString(file),
                    Path.GetFullPath(folder ?? ".")
                ),
            },
            ["sentinel", { Length: > 0 } name] => this with
            {
                Sentinel = Uri.UnescapeDataString(name),
            },
            ["cluster", "true"] => this with { Cluster = true },
            ["host", { Length: > 0 } host]
                when Uri.TryCreate("redis://" + host, UriKind.Absolute, out var uri)
                    && uri is { Host.Length: > 0, AbsolutePath: "" or "/", UserInfo: "" } =>
                this with
                {
                    Hosts = [.. Hosts, HostAndPort(uri)],
                },
            _ => throw Fault($"has an option that is not known; there are {Options}"),
        };

    private static string HostAndPort(Uri uri) =>
        uri.Host
        + ":"
        + (uri.Port > 0 ? uri.Port : DefaultPort).ToString(CultureInfo.InvariantCulture);

    private static FormatException Fault(string what) =>
        new("the address of the shared Redis " + what);
}
