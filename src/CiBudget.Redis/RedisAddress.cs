namespace CiBudget.Redis;

/// <summary>
/// Where a Redis is: <c>redis://[user:password@]host[:port][/database]</c>, or <c>rediss://…[?ca=FILE]</c> for TLS.
/// </summary>
/// <param name="Host">Its host.</param>
/// <param name="Port">Its port; 6379 where none is given.</param>
/// <param name="Tls">True for <c>rediss</c>.</param>
/// <param name="User">The user to log in as; null for the default one.</param>
/// <param name="Password">The password; null for none.</param>
/// <param name="Database">The database's number.</param>
/// <param name="Authority">
/// Full path of the certificate, PEM, of the one authority that may vouch for it; null for those that the system trusts.
/// </param>
internal sealed record RedisAddress(
    string Host,
    int Port,
    bool Tls,
    string? User,
    string? Password,
    int Database,
    string? Authority
)
{
    private const int DefaultPort = 6379;

    /// <summary>Reads an address.</summary>
    /// <param name="text">The address.</param>
    /// <param name="folder">What a relative path in it is relative to.</param>
    /// <exception cref="FormatException">It is none. The message does not repeat it: it may hold a password.</exception>
    public static RedisAddress Parse(string text, string? folder = null)
    {
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("redis" or "rediss")
            || uri.Host.Length == 0
        )
            throw new FormatException(
                "the address of the shared Redis is not of the form redis://host:6379/0 or rediss://user:password@host:6380/0"
            );
        var path = uri.AbsolutePath.Trim('/');
        var database = 0;
        if (
            path.Length > 0
            && !int.TryParse(path, System.Globalization.NumberStyles.None, null, out database)
        )
            throw new FormatException(
                "the database in the address of the shared Redis is not a number"
            );
        var login = uri.UserInfo.Split(':', 2);
        return new(
            uri.Host,
            uri.Port > 0 ? uri.Port : DefaultPort,
            uri.Scheme == "rediss",
            login is [{ Length: > 0 } user, _] ? Uri.UnescapeDataString(user) : null,
            login is [_, { Length: > 0 } password] ? Uri.UnescapeDataString(password) : null,
            database,
            AuthorityIn(uri, folder)
        );
    }

    private static string? AuthorityIn(Uri uri, string? folder) =>
        uri.Query.Length == 0 ? null
        : uri.Scheme == "rediss" && uri.Query.StartsWith("?ca=", StringComparison.Ordinal)
            ? Path.GetFullPath(
                Uri.UnescapeDataString(uri.Query["?ca=".Length..]),
                Path.GetFullPath(folder ?? ".")
            )
        : throw new FormatException(
            "the address of the shared Redis has an option that is not known; there is one, for TLS: rediss://host:6380/0?ca=FILE"
        );

    /// <summary>Without the login.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{(Tls ? "rediss" : "redis")}://{Host}:{Port}/{Database}");
}
