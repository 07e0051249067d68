using System.Security.Authentication;
using FreeRedis;

namespace CiBudget.Redis;

/// <summary>
/// Runs scripts in a Redis, through FreeRedis: its sockets work on the thread that asks. Tests that wait for their calls hold the
/// threads of the pool, and a client that needs one of those for its answers would refuse calls that fit. Not thread-safe.
/// </summary>
internal sealed class RedisConnection : IDisposable
{
    private readonly RedisUrl _url;
    private readonly RedisCertificate? _certificate;
    private readonly RedisClient _client;
    private bool _answered;

    /// <param name="url">The Redis.</param>
    /// <param name="patience">How long connecting, and an answer, may take.</param>
    /// <exception cref="RedisFault">It cannot be reached, or its certificate not be judged.</exception>
    public RedisConnection(RedisUrl url, TimeSpan patience)
    {
        _url = url;
        _certificate = url.Tls ? new(url) : null;
        // A sentinel and a cluster are asked here already.
        _client = Guard(() => Open(patience));
    }

    /// <summary>Runs a script.</summary>
    /// <returns>
    /// The list that it answered; whoever asks must not take for granted what is in it. Null when it answered with something else.
    /// </returns>
    /// <exception cref="RedisFault">It could not be run, or it is not known whether it was.</exception>
    public object?[]? Run(string script, string[] keys, object[] arguments)
    {
        var answer = Guard(() =>
            _client.Call(
                new CommandPacket("EVAL")
                    .Input(script, keys.Length)
                    .InputKey(keys)
                    .Input(arguments),
                static result =>
                {
                    result.ThrowOrNothing();
                    // FreeRedis makes a null of the end of a connection.
                    return result.Value is null
                        ? throw new IOException("the connection was closed")
                        : result;
                }
            )
        );
        _answered = true;
        // A map would look like a list.
        return answer.MessageType == RedisMessageType.Array ? answer.Value as object?[] : null;
    }

    public void Dispose() => _client.Dispose();

    private RedisClient Open(TimeSpan patience)
    {
        if (_url.Sentinel is { } master)
            return new RedisClient(
                Settings(master, patience),
                [.. _url.Hosts.Select(host => _url.Tls ? host + ",ssl=true" : host)],
                rw_splitting: false
            );
        return _url.Cluster
            ? new RedisClient(
                [.. _url.Hosts.Select(host => Settings(host, patience))],
                hostMappings: null
            )
            : new RedisClient(Settings(_url.Hosts[0], patience));
    }

    private ConnectionStringBuilder Settings(string host, TimeSpan patience)
    {
        var settings = _url.Settings(host, patience);
        if (_certificate is not null)
            settings.CertificateValidation = _certificate.Validate;
        return settings;
    }

    private T Guard<T>(Func<T> step)
    {
        try
        {
            if (_answered)
                return step();
            using (new ThreadPoolReserve())
                return step();
        }
#pragma warning disable CA1031 // FreeRedis throws what sockets, streams and its pool throw, bare Exception included: all of it means that there is no answer.
        catch (Exception fault) when (fault is not RedisFault)
#pragma warning restore CA1031
        {
            throw new RedisFault(Why(fault), again: _answered && fault is not RedisServerException);
        }
    }

    private string Why(Exception fault)
    {
        var text = (fault is AuthenticationException ? fault : fault.GetBaseException())
            .Message.ReplaceLineEndings(" ")
            .TrimEnd(' ', '.');
        if (_url.Password is { } password)
            text = text.Replace(password, "…", StringComparison.Ordinal);
        if (!_url.Tls || _answered || fault is RedisServerException)
            return text;
        return _certificate!.Refusal is { } refusal
                ? $"TLS failed: {refusal}. A certificate of an authority of your own is trusted with rediss://…?ca=FILE"
            : fault is AuthenticationException or IOException
                ? $"TLS failed: {text}. It may not speak TLS at this port"
            : text;
    }
}
