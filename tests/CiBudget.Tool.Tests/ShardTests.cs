namespace CiBudget.Tool.Tests;

public sealed class ShardTests
{
    private Workplace _place = null!;

    [SetUp]
    public void Make()
    {
        _place = new();
        _place.Budget("\"run\": { \"cost\": \"$0.05\" }");
        for (var shard = 1; shard <= 3; shard++)
            _place.Ledger(
                "shard-" + shard,
                new LedgerProcess
                {
                    Id = "p" + shard,
                    Run = "4711",
                    Shard = shard,
                },
                _place.Call("Shop.A", 500 * shard),
                _place.Call("Shop.B" + shard, 10)
            );
    }

    [TearDown]
    public void Remove() => _place.Dispose();

    [Test]
    public void Shards_give_the_same_bytes_in_any_order()
    {
        string[][] orders =
        [
            ["shard-1", "shard-2", "shard-3"],
            ["shard-3", "shard-1", "shard-2"],
            ["shard-2", "shard-3", "shard-1"],
        ];

        var outputs = orders
            .Select(order => _place.Run(["check", "--json", "--shards", "3", .. order]))
            .ToList();

        // 3,000 + 30 tokens at $20 a million: six cents, which is over five.
        Assert.That(
            outputs[0].Json.GetProperty("totals").GetProperty("costUsd").GetDecimal(),
            Is.EqualTo(0.0606m)
        );
        Assert.That(outputs.Select(output => output.ExitCode), Has.All.EqualTo(1));
        Assert.That(outputs[1].Output, Is.EqualTo(outputs[0].Output));
        Assert.That(outputs[2].Output, Is.EqualTo(outputs[0].Output));
    }

    [Test]
    public void A_missing_shard_is_named()
    {
        var result = _place.Run("check", "shard-1", "shard-3", "--shards", "3");

        Assert.That(result.ExitCode, Is.EqualTo(4), result.ToString());
        Assert.That(result.Output, Does.Contain("CIB018").And.Contain("shard 2 of 3"));
    }

    [Test]
    public void A_shard_that_was_downloaded_twice_counts_once()
    {
        Copy("shard-2", "again");

        var result = _place.Run(
            "check",
            "shard-1",
            "shard-2",
            "shard-3",
            "again",
            "--shards",
            "3",
            "--json"
        );

        Assert.That(
            result.Json.GetProperty("totals").GetProperty("costUsd").GetDecimal(),
            Is.EqualTo(0.0606m)
        );
        Assert.That(result.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void A_shard_that_is_there_twice_and_differs_is_named()
    {
        var copy = Copy("shard-2", "other");
        var lines = File.ReadAllLines(copy);
        File.WriteAllLines(copy, lines.Where((_, index) => index != 1));

        var result = _place.Run("check", "shard-1", "shard-2", "shard-3", "other", "--json");

        var diagnostic = result
            .Json.GetProperty("findings")
            .EnumerateArray()
            .Single(found => found.GetProperty("code").GetString() == "CIB019");
        Assert.That(
            diagnostic.GetProperty("message").GetString(),
            Does.StartWith("shard 2: ").And.Contain("'p2'")
        );
        Assert.That(diagnostic.GetProperty("file").GetString(), Is.EqualTo(copy));
    }

    [Test]
    public void A_torn_shard_is_named()
    {
        var ledger = LedgerIn("shard-2");
        var text = File.ReadAllText(ledger);
        File.WriteAllText(ledger, text[..(text.Length / 2)]);
        _place.Budget("\"run\": { \"cost\": \"$1\" }");

        var result = _place.Run("check", "shard-1", "shard-2", "shard-3", "--json");

        var diagnostic = result.Json.GetProperty("findings").EnumerateArray().Single();
        Assert.That(result.ExitCode, Is.EqualTo(4), result.ToString());
        Assert.That(diagnostic.GetProperty("code").GetString(), Is.EqualTo("CIB012"));
        Assert.That(diagnostic.GetProperty("message").GetString(), Does.StartWith("shard 2: "));
        Assert.That(diagnostic.GetProperty("file").GetString(), Is.EqualTo(ledger));
    }

    [Test]
    public void A_shard_that_is_torn_before_it_says_its_number_is_missing()
    {
        var ledger = LedgerIn("shard-2");
        File.WriteAllText(ledger, File.ReadAllText(ledger)[..20]);

        var result = _place.Run("check", "shard-1", "shard-2", "shard-3", "--shards", "3");

        Assert.That(result.Output, Does.Contain("shard 2 of 3 has no ledger here"));
        Assert.That(result.Output, Does.Contain("CIB012"));
    }

    [Test]
    public void Shards_say_how_many_they_are()
    {
        _place.Ledger(
            "all/shard-1",
            new LedgerProcess
            {
                Id = "p4",
                Run = "one",
                Shard = 1,
                Shards = 3,
            },
            _place.Call("Shop.A", 10)
        );
        _place.Ledger(
            "all/shard-3",
            new LedgerProcess
            {
                Id = "p5",
                Run = "other",
                Shard = 3,
                Shards = 3,
            },
            _place.Call("Shop.A", 10)
        );

        var result = _place.Run("check", "all");

        Assert.That(result.ExitCode, Is.EqualTo(4), result.ToString());
        Assert.That(result.Output, Does.Contain("shard 2 of 3 has no ledger here"));
    }

    [Test]
    public void A_shard_whose_job_ran_twice_is_named()
    {
        _place.Ledger(
            "shard-2-again",
            new LedgerProcess
            {
                Id = "p4",
                Run = "4712",
                Shard = 2,
            },
            _place.Call("Shop.A", 10)
        );

        var result = _place.Run("check", ".", "--budget", "cibudget.json");

        Assert.That(result.Output, Does.Contain("CIB019").And.Contain("shard 2 is there"));
    }

    private string Copy(string from, string to)
    {
        var ledger = LedgerIn(from);
        return _place.Write(Path.Combine(to, Path.GetFileName(ledger)), File.ReadAllText(ledger));
    }

    private string LedgerIn(string folder) =>
        Directory.GetFiles(_place.PathOf(folder), "*" + LedgerReader.Extension).Single();
}
