using CiBudget.Tests;

namespace CiBudget.Capture.Tests;

public sealed class MeterTests
{
    private string _directory = "";

    [SetUp]
    public void MakeDirectory() =>
        _directory = Directory.CreateTempSubdirectory("cibudget-capture-").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void One_meter_is_active_at_a_time()
    {
        Assert.That(ClaudeMeter.Current, Is.Null);
        using (var metered = new Metered())
        {
            Assert.That(ClaudeMeter.Current, Is.SameAs(metered.Meter));
            Assert.That(
                () => new Metered(),
                Throws.InvalidOperationException.With.Message.Contains("active already")
            );
            Assert.That(ClaudeMeter.Current, Is.SameAs(metered.Meter));
        }
        Assert.That(ClaudeMeter.Current, Is.Null);
        using var next = new Metered();
        Assert.That(ClaudeMeter.Current, Is.SameAs(next.Meter));
    }

    [Test]
    public async Task Calls_stand_in_the_ledger_when_the_caller_has_them()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = new Metered(
            server,
            options => options with { RunDirectory = _directory }
        );
        using var client = Ask.Client(server);

        await client.Messages.Create(Ask.Question);
        await client.Messages.Create(Ask.Question);

        var path = metered.Meter.LedgerPath;
        Assert.That(path, Does.StartWith(_directory));
        var read = LedgerReader.Read(path!).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(read.Select(entry => entry.Id), Is.EqualTo(new[] { "tests-1", "tests-2" }));
            Assert.That(
                read.Select(entry => entry.Usage.Single().OutputTokens),
                Is.All.EqualTo(503)
            );
            Assert.That(File.ReadAllText(path!), Does.Not.Contain("Hi! My name is Claude"));
        });
    }

    [Test]
    public async Task A_clock_that_is_set_back_during_the_run_makes_no_call_shorter_than_nothing()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        var clock = new ClockSetBack();
        using var metered = new Metered(
            server,
            options => options with { RunDirectory = _directory, Time = clock }
        );
        using var client = Ask.Client(server);

        await client.Messages.Create(Ask.Question);
        await client.Messages.Create(Ask.Question);

        var read = LedgerReader.Read(metered.Meter.LedgerPath!).ToList();
        Assert.That(read, Has.Count.EqualTo(2));
        Assert.That(read[1].Time, Is.LessThan(read[0].Time), "the clock was set back");
        Assert.That(read.Select(entry => entry.DurationMs), Is.All.GreaterThanOrEqualTo(0));
        Assert.That(read.Select(entry => entry.Usage.Single().OutputTokens), Is.All.EqualTo(503));
    }

    /// <summary>Each look at it is an hour earlier than the one before.</summary>
    private sealed class ClockSetBack : TimeProvider
    {
        private long _looks;

        public override DateTimeOffset GetUtcNow() =>
            new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero).AddHours(
                -Interlocked.Increment(ref _looks)
            );
    }

    [Test]
    public async Task A_checkpoint_tells_of_calls_in_flight_and_escaped()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var metered = new Metered(
            server,
            options => options with { RunDirectory = _directory }
        );
        using var hidden = new HttpClient(
            new SocketsHttpHandler { ActivityHeadersPropagator = null }
        );
        using var client = new HttpClient();

        using var open = await client.SendAsync(
            Ask.Request(server),
            HttpCompletionOption.ResponseHeadersRead
        );
        using var escaped = await hidden.SendAsync(Ask.Request(server));
        metered.Meter.Checkpoint();

        var closing = File.ReadLines(metered.Meter.LedgerPath!).Last();
        Assert.Multiple(() =>
        {
            Assert.That(metered.Meter.InFlight, Is.EqualTo(1));
            Assert.That(closing, Does.Contain("\"inFlight\":1"));
            Assert.That(closing, Does.Contain("\"unmetered\":1"));
        });
    }

    [Test]
    public async Task After_the_meter_is_disposed_calls_are_as_they_were()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var client = Ask.Client(server);
        var metered = new Metered(server, options => options with { RunDirectory = _directory });
        await client.Messages.Create(Ask.Question);

        metered.Dispose();
        metered.Dispose();
        await client.Messages.Create(Ask.Question);

        Assert.That(metered.Entries, Has.Count.EqualTo(1));
        Assert.That(
            File.ReadLines(metered.Meter.LedgerPath!).Last(),
            Does.Contain("\"inFlight\":0")
        );
    }

    [Test]
    public async Task A_call_that_outlives_the_meter_still_reaches_its_caller()
    {
        await using var server = await Server.Start(WireFiles.Read("message.json"));
        using var client = new HttpClient();
        HttpResponseMessage response;
        using (new Metered(server, options => options with { RunDirectory = _directory }))
            response = await client.SendAsync(
                Ask.Request(server),
                HttpCompletionOption.ResponseHeadersRead
            );

        using (response)
            Assert.That(
                await response.Content.ReadAsByteArrayAsync(),
                Is.EqualTo(WireFiles.Read("message.json"))
            );
    }
}
