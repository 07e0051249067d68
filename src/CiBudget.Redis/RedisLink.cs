using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CiBudget.Redis;

/// <summary>
/// One connection to a Redis, one command at a time, in RESP2 (redis.io/docs/latest/develop/reference/protocol-spec), all of it on the
/// thread that asks: tests that wait for their calls hold the threads of the pool, and a client that needs one of those for its answer
/// would refuse calls that fit. Not thread-safe.
/// </summary>
internal sealed class RedisLink : IDisposable
{
    private const int LongestLine = 64 << 10;

    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[4096];
    private int _at;
    private int _filled;

    private RedisLink(Socket socket, Stream stream)
    {
        _socket = socket;
        _stream = stream;
    }

    /// <summary>Connects and logs in.</summary>
    /// <exception cref="IOException">Redis cannot be reached, or not in time.</exception>
    /// <exception cref="RedisFault">Redis refuses the login or the database.</exception>
    public static RedisLink Open(RedisAddress address, TimeSpan patience)
    {
        Socket? socket = null;
        try
        {
            socket = Connect(address, patience);
            Stream stream = new NetworkStream(socket);
            stream.ReadTimeout = stream.WriteTimeout = (int)patience.TotalMilliseconds;
            if (address.Tls)
            {
                var tls = new SslStream(stream);
                stream = tls;
                Authenticate(tls, address);
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
            socket?.Dispose();
            if (e is RedisFault or IOException)
                throw;
            throw new IOException((e.InnerException ?? e).Message, e);
        }
    }

    private static Socket Connect(RedisAddress address, TimeSpan patience)
    {
        SocketException? fault = null;
        foreach (var host in Dns.GetHostAddresses(address.Host))
        {
            var socket = new Socket(host.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
            {
                NoDelay = true,
                Blocking = false,
            };
            try
            {
                Await(socket, new IPEndPoint(host, address.Port), patience);
                socket.Blocking = true;
                return socket;
            }
            catch (SocketException e)
            {
                fault = e;
                socket.Dispose();
            }
        }
        throw new IOException(fault?.Message ?? "its host has no address", fault);
    }

    private static void Await(Socket socket, IPEndPoint end, TimeSpan patience)
    {
        try
        {
            socket.Connect(end);
        }
        catch (SocketException e)
            when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            if (!socket.Poll(patience, SelectMode.SelectWrite))
                throw new SocketException((int)SocketError.TimedOut, "no answer in time");
            var error = (int)
                socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
            if (error != 0)
                throw new SocketException(error);
        }
    }

    private static void Authenticate(SslStream tls, RedisAddress address)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = address.Host };
        if (address.Authority is { } authority)
            options.CertificateChainPolicy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { Read(authority) },
            };
        try
        {
            tls.AuthenticateAsClient(options);
        }
        catch (AuthenticationException fault)
        {
            throw new IOException(
                $"TLS failed: {Plainly(fault)}. A certificate of an authority of your own is trusted with rediss://…?ca=FILE",
                fault
            );
        }
        catch (IOException fault)
        {
            throw new IOException(
                $"TLS failed: {Plainly(fault)}. It may not speak TLS at this port",
                fault
            );
        }
    }

    private static string Plainly(Exception fault) => fault.Message.TrimEnd('.');

    private static X509Certificate2 Read(string authority)
    {
        try
        {
            return X509Certificate2.CreateFromPem(File.ReadAllText(authority));
        }
        catch (Exception fault)
            when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new IOException(
                $"{authority} is no certificate in PEM that can be read ({Plainly(fault)})",
                fault
            );
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
        _stream.Write(Encoding.UTF8.GetBytes(command.ToString()));
        _stream.Flush();
        return Read();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
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
        if (_at == _filled)
        {
            (_at, _filled) = (0, _stream.Read(_buffer));
            if (_filled == 0)
                throw new IOException("the connection was closed");
        }
        return _buffer[_at++];
    }
}
