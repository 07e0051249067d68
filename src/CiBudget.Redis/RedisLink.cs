using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace CiBudget.Redis;

/// <summary>
/// One connection to a Redis, one command at a time, in RESP2 (redis.io/docs/latest/develop/reference/protocol-spec). Counting needs
/// no more, and every client that there is brings packages that a build agent would have to fetch. Not thread-safe.
/// </summary>
internal sealed class RedisLink : IDisposable
{
    private const int LongestLine = 64 << 10;

    private readonly TcpClient socket;
    private readonly Stream stream;
    private readonly byte[] buffer = new byte[4096];
    private int at;
    private int filled;

    private RedisLink(TcpClient socket, Stream stream)
    {
        this.socket = socket;
        this.stream = stream;
    }

    /// <summary>Connects and logs in.</summary>
    /// <exception cref="IOException">Redis cannot be reached, or not in time.</exception>
    /// <exception cref="RedisFault">Redis refuses the login or the database.</exception>
    public static RedisLink Open(RedisAddress address, TimeSpan patience)
    {
        var socket = new TcpClient { NoDelay = true };
        try
        {
            if (!socket.ConnectAsync(address.Host, address.Port).Wait(patience))
                throw new IOException("no answer in time");
            Stream stream = socket.GetStream();
            stream.ReadTimeout = stream.WriteTimeout = (int)patience.TotalMilliseconds;
            if (address.Tls)
            {
                var tls = new SslStream(stream);
                stream = tls;
                tls.AuthenticateAsClient(address.Host);
            }
            var link = new RedisLink(socket, stream);
            if (address.Password is { } password)
                link.Do(address.User is { } user ? ["AUTH", user, password] : ["AUTH", password]);
            if (address.Database != 0)
                link.Do("SELECT", address.Database.ToString(CultureInfo.InvariantCulture));
            return link;
        }
        catch (Exception e)
        {
            socket.Dispose();
            if (e is RedisFault or IOException)
                throw;
            throw new IOException((e.InnerException ?? e).Message, e);
        }
    }

    /// <summary>Does a command.</summary>
    /// <returns>A text, a whole number (<see cref="long"/>), an array of these, or null.</returns>
    /// <exception cref="IOException">The connection broke; whether the command was done is not known.</exception>
    /// <exception cref="RedisFault">Redis answered with an error.</exception>
    public object? Do(params string[] words)
    {
        var command = new StringBuilder().Append(
            CultureInfo.InvariantCulture,
            $"*{words.Length}\r\n"
        );
        foreach (var word in words)
            command.Append(
                CultureInfo.InvariantCulture,
                $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n"
            );
        stream.Write(Encoding.UTF8.GetBytes(command.ToString()));
        stream.Flush();
        return Read();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        stream.Dispose();
        socket.Dispose();
    }

    private object? Read()
    {
        var line = Line();
        var rest = line[1..];
        switch (line[0])
        {
            case '+':
                return rest;
            case '-':
                throw new RedisFault(rest);
            case ':':
                return long.Parse(
                    rest,
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture
                );
            case '$' when Length(rest) is { } bytes:
                var text = new byte[bytes];
                for (var i = 0; i < bytes; i++)
                    text[i] = Next();
                _ = Line();
                return Encoding.UTF8.GetString(text);
            case '*' when Length(rest) is { } count:
                var items = new object?[count];
                for (var i = 0; i < count; i++)
                    items[i] = Read();
                return items;
            case '$' or '*':
                return null;
            default:
                throw new IOException("this is no Redis");
        }
    }

    private static int? Length(string text) =>
        text == "-1" ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
        && length <= LongestLine
            ? length
        : throw new IOException("this is no Redis");

    private string Line()
    {
        var line = new StringBuilder();
        for (byte next; (next = Next()) != '\n'; )
        {
            if (line.Length == LongestLine)
                throw new IOException("this is no Redis");
            if (next != '\r')
                line.Append((char)next);
        }
        // The line after a text is empty and not looked at.
        return line.Length == 0 ? " " : line.ToString();
    }

    private byte Next()
    {
        if (at == filled)
        {
            (at, filled) = (0, stream.Read(buffer));
            if (filled == 0)
                throw new IOException("the connection was closed");
        }
        return buffer[at++];
    }
}
