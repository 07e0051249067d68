namespace CiBudget.Redis;

/// <summary>Where a Redis is: <c>redis://[user:password@]host[:port][/database]</c>, or <c>rediss://</c> for TLS.</summary>
/// <param name="Host">Its host.</param>
/// <param name="Port">Its port; 6379 where none is given.</param>
/// <param name="Tls">True for <c>rediss</c>.</param>
/// <param name="User">The user to log in as; null for the default one.</param>
/// <param name="Password">The password; null for none.</param>
/// <param name="Database">The database's number.</param>
internal sealed record RedisAddress(
    string Host,
    int Port,
    bool Tls,
    string? User,
    string? Password,
    int Database
)
{
    private const int DefaultPort = 6379;

    /// <summary>Reads an address.</summary>
    /// <exception cref="FormatException">It is none. The message does not repeat it: it may hold a password.</exception>
    public static RedisAddress Parse(string text)
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
            database
        );
    }

    /// <summary>Without the login.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{(Tls ? "rediss" : "redis")}://{Host}:{Port}/{Database}");
}
