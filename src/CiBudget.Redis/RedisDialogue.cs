using System.Diagnostics;
using System.Globalization;
using CiBudget.Capture;

namespace CiBudget.Redis;

/// <summary>
/// Asks a Redis: connects when needed, says again what was not heard, and remembers that a Redis is silent, so that calls do not wait
/// for it one after another. One caller at a time, but for <see cref="Silence"/>.
/// </summary>
/// <param name="url">The Redis.</param>
/// <param name="hashes">The hashes, the run's first.</param>
/// <param name="process">This process.</param>
/// <param name="sums">What Redis is told on every new connection.</param>
/// <param name="deadAfter">How long a process may be silent before its reservations are given back.</param>
/// <param name="patience">How long connecting, or an answer, may take.</param>
internal sealed class RedisDialogue(
    RedisUrl url,
    IReadOnlyList<CounterHash> hashes,
    string process,
    OwnSums sums,
    TimeSpan deadAfter,
    TimeSpan patience
) : IDisposable
{
    private readonly string[] _keys = [.. hashes.Select(static hash => hash.Key)];
    private readonly string[] _epochs = [.. hashes.Select(static _ => "")];
    private RedisConnection? _connection;
    private bool _lost;
    private string? _silence;

    /// <summary>The server's clock.</summary>
    public ServerClock Clock { get; } = new();

    /// <summary>True once Redis has answered.</summary>
    public bool HasBegun => _epochs[0].Length > 0;

    /// <summary>
    /// Why Redis is not asked for now: it let somebody wait in vain. Null when it may be asked. A Redis that refuses at once is asked
    /// by every call.
    /// </summary>
    public string? Silence => Volatile.Read(ref _silence);

    /// <summary>Runs a script over a connection that knows this process's sums; once more when a connection turns out to be gone.</summary>
    /// <param name="script">One of <see cref="RedisScripts"/>.</param>
    /// <param name="words">What follows the common arguments, and how many things that is, once connected.</param>
    /// <param name="read">Reads the answer.</param>
    /// <exception cref="SharedLimitsException">There is no answer, or none that can be read, or the counts are lost.</exception>
    public T Ask<T>(
        string script,
        Func<(int Count, IReadOnlyList<object> Words)> words,
        Func<object?[]?, T> read
    )
    {
        for (var isRetry = false; ; isRetry = true)
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                Connect();
                var (count, rest) = words();
                var answer = read(Run(script, count, rest));
                Volatile.Write(ref _silence, null);
                return answer;
            }
            catch (RedisFault fault)
            {
                Dispose();
                var wasSilent = Stopwatch.GetElapsedTime(started) >= patience * 0.9;
                if (fault.Again && !isRetry && !wasSilent)
                    continue;
                var reason = $"{url}: {fault.Message}.";
                if (wasSilent)
                    Volatile.Write(ref _silence, reason);
                throw new SharedLimitsException(reason);
            }
        }
    }

    /// <summary>Tells Redis all sums, which is also the sign of life.</summary>
    /// <exception cref="SharedLimitsException">It could not be told.</exception>
    public void WriteAll() =>
        Ask(
            RedisScripts.Write,
            AllFields,
            answer =>
            {
                Clock.Heard(RedisAnswer.Written(answer));
                return true;
            }
        );

    /// <summary>Hangs up.</summary>
    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private void Connect()
    {
        if (_connection is not null)
            return;
        _connection = new RedisConnection(url, patience);
        if (!HasBegun)
        {
            var epochs = RedisAnswer.Epochs(
                Run(RedisScripts.Begin, 0, []),
                _keys.Length,
                out var ms
            );
            epochs.CopyTo(_epochs, 0);
            Clock.Heard(ms);
        }
        var (count, fields) = AllFields();
        if (count > 0)
            Clock.Heard(RedisAnswer.Written(Run(RedisScripts.Write, count, fields)));
    }

    private (int Count, IReadOnlyList<object> Words) AllFields()
    {
        var fields = sums.Fields(Clock.Now!.Value);
        return (fields.Count / 3, fields);
    }

    private object?[]? Run(string script, int count, IReadOnlyList<object> words)
    {
        if (_lost)
            throw Lost();
        var answer = _connection!.Run(
            script,
            _keys,
            [
                process,
                Text((long)deadAfter.TotalMilliseconds),
                Text(count),
                .. hashes.SelectMany(
                    (hash, i) =>
                        new object[] { _epochs[i], hash.Span.KeptSeconds, hash.Span.Script }
                ),
                .. words,
            ]
        );
        _lost = RedisAnswer.IsLost(answer);
        return _lost ? throw Lost() : answer;
    }

    private SharedLimitsException Lost() =>
        new(
            $"{url} has lost the counts of this run: it was restarted without its data, or they were deleted."
        );

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
