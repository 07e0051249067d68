using System.Text;

namespace CiBudget.Capture.Tests;

/// <summary>Every way of reading and writing a stream shows the watcher all bytes, once.</summary>
public sealed class WatchedStreamTests
{
    private static readonly byte[] Bytes = Encoding.UTF8.GetBytes(
        string.Concat(Enumerable.Range(0, 5000))
    );

    private sealed class Watcher : IBodyWatcher
    {
        private readonly MemoryStream _seen = new();

        public byte[] Seen => _seen.ToArray();

        public List<string> Endings { get; } = [];

        public void OnBytes(ReadOnlySpan<byte> piece) => _seen.Write(piece);

        public void OnEnd() => Endings.Add("end");

        public void OnError(Exception exception) => Endings.Add(exception.GetType().Name);

        public void OnDisposed() => Endings.Add("let go");

        public bool TryTakeOver(AbandonedBody body) => false;
    }

    private static readonly Dictionary<string, Func<Stream, byte[], Task<int>>> WaysToRead = new()
    {
        ["Read(array)"] = (stream, buffer) =>
            Task.FromResult(stream.Read(buffer, 0, buffer.Length)),
        ["Read(span)"] = (stream, buffer) => Task.FromResult(stream.Read(buffer.AsSpan())),
        ["ReadAsync(array)"] = (stream, buffer) => stream.ReadAsync(buffer, 0, buffer.Length),
        ["ReadAsync(memory)"] = (stream, buffer) => stream.ReadAsync(buffer.AsMemory()).AsTask(),
        ["BeginRead"] = (stream, buffer) =>
            Task.Factory.FromAsync(
                stream.BeginRead,
                stream.EndRead,
                buffer,
                0,
                buffer.Length,
                null
            ),
        ["ReadByte"] = (stream, buffer) =>
        {
            var one = stream.ReadByte();
            buffer[0] = (byte)one;
            return Task.FromResult(one < 0 ? 0 : 1);
        },
    };

    private static readonly Dictionary<string, Func<Stream, Stream, Task>> WaysToCopy = new()
    {
        ["CopyTo"] = (from, to) =>
        {
            from.CopyTo(to);
            return Task.CompletedTask;
        },
        ["CopyToAsync"] = (from, to) => from.CopyToAsync(to),
    };

    private static readonly Dictionary<string, Func<Stream, byte[], Task>> WaysToWrite = new()
    {
        ["Write(array)"] = (stream, bytes) =>
        {
            stream.Write(bytes, 0, bytes.Length);
            return Task.CompletedTask;
        },
        ["Write(span)"] = (stream, bytes) =>
        {
            stream.Write(bytes.AsSpan());
            return Task.CompletedTask;
        },
        ["WriteAsync(array)"] = (stream, bytes) => stream.WriteAsync(bytes, 0, bytes.Length),
        ["WriteAsync(memory)"] = (stream, bytes) => stream.WriteAsync(bytes.AsMemory()).AsTask(),
        ["BeginWrite"] = (stream, bytes) =>
            Task.Factory.FromAsync(
                stream.BeginWrite,
                stream.EndWrite,
                bytes,
                0,
                bytes.Length,
                null
            ),
        ["WriteByte"] = (stream, bytes) =>
        {
            foreach (var one in bytes)
                stream.WriteByte(one);
            return Task.CompletedTask;
        },
    };

    private static IEnumerable<string> Reads => WaysToRead.Keys;

    private static IEnumerable<string> Copies => WaysToCopy.Keys;

    private static IEnumerable<string> Writes => WaysToWrite.Keys;

    [Test]
    public async Task Every_read_is_seen(
        [ValueSource(nameof(Reads))] string way,
        [Values] bool waits
    )
    {
        var watcher = new Watcher();
        await using var stream = new WatchedStream(
            waits ? new Slow(Bytes) : new MemoryStream(Bytes),
            watcher
        );
        using var read = new MemoryStream();

        var buffer = new byte[1000];
        for (int count; (count = await WaysToRead[way](stream, buffer)) > 0; )
            read.Write(buffer, 0, count);

        Assert.Multiple(() =>
        {
            Assert.That(read.ToArray(), Is.EqualTo(Bytes));
            Assert.That(watcher.Seen, Is.EqualTo(Bytes));
            Assert.That(watcher.Endings, Is.EqualTo((string[])["end"]));
        });
    }

    [TestCaseSource(nameof(Copies))]
    public async Task Every_copy_is_seen(string way)
    {
        var watcher = new Watcher();
        await using var stream = new WatchedStream(new Slow(Bytes), watcher);
        using var copy = new MemoryStream();

        await WaysToCopy[way](stream, copy);

        Assert.Multiple(() =>
        {
            Assert.That(copy.ToArray(), Is.EqualTo(Bytes));
            Assert.That(watcher.Seen, Is.EqualTo(Bytes));
            Assert.That(watcher.Endings, Is.EqualTo((string[])["end"]));
        });
    }

    [TestCaseSource(nameof(Writes))]
    public async Task Every_write_is_seen(string way)
    {
        var watcher = new Watcher();
        using var target = new MemoryStream();
        await using var stream = new PassingStream(target, watcher);

        await WaysToWrite[way](stream, Bytes);

        Assert.That(target.ToArray(), Is.EqualTo(Bytes));
        Assert.That(watcher.Seen, Is.EqualTo(Bytes));
    }

    [Test]
    public async Task An_empty_read_is_not_the_end()
    {
        var watcher = new Watcher();
        await using var stream = new WatchedStream(new MemoryStream(Bytes), watcher);

        Assert.That(await stream.ReadAsync(Memory<byte>.Empty), Is.Zero);
        Assert.That(watcher.Endings, Is.Empty);
    }

    [Test]
    public async Task Disposing_is_letting_go_and_disposes_the_original()
    {
        var (first, second) = (new MemoryStream(Bytes), new MemoryStream(Bytes));
        var watcher = new Watcher();

        new WatchedStream(first, watcher).Dispose();
        await new WatchedStream(second, watcher).DisposeAsync();

        Assert.Multiple(() =>
        {
            Assert.That(first.CanRead, Is.False);
            Assert.That(second.CanRead, Is.False);
            Assert.That(watcher.Endings, Is.Not.Empty.And.All.EqualTo("let go"));
        });
    }

    [Test]
    public void A_failure_is_told_and_thrown_on([ValueSource(nameof(Reads))] string way)
    {
        var watcher = new Watcher();
        using var stream = new WatchedStream(new Failing(), watcher);

        Assert.That(
            () => WaysToRead[way](stream, new byte[10]),
            Throws.TypeOf<IOException>().With.Message.EqualTo("cut")
        );

        Assert.That(watcher.Endings, Is.EqualTo((string[])["IOException"]));
    }

    /// <summary>Gives its bytes in small pieces that have to be waited for.</summary>
    private sealed class Slow(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) =>
            base.Read(buffer[..Math.Min(buffer.Length, 77)]);

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            await Task.Yield();
            return Read(buffer.Span);
        }
    }

    private sealed class Failing : ReadOnlyStream
    {
        public override int Read(Span<byte> buffer) => throw new IOException("cut");
    }
}
