using System.Text.Json;
using CiBudget.Capture;
using CiBudget.Capture.Tests;
using CiBudget.Tests.Shared;

namespace CiBudget.Tool.Tests;

/// <summary>What bodies of every dialect cost: by the check of a run whose HttpClient got them, and by <c>cibudget price</c>.</summary>
[NonParallelizable]
public sealed class OneBillTests
{
    [Test]
    public async Task The_check_of_a_run_and_price_say_the_same_of_every_body()
    {
        using var place = new Workplace();
        var seed = TestContext.CurrentContext.Random.Next();
        var generator = new BodyGenerator(new Random(seed));
        var bodies = Enumerable
            .Range(0, TestEffort.Rounds(120, 2_000))
            .Select(_ => generator.Whole())
            .ToList();

        var run = await Metered([.. bodies.Select(Call.Of)], place.PathOf("run"));
        var rows = BudgetCheck
            .Run(
                Budget.Empty,
                PriceSheet.Embedded,
                [run],
                new() { Time = new FixedTime(Workplace.Start) }
            )
            .Tests.ToDictionary(row => row.Test!.Name, row => row.Totals);

        foreach (var asked in Enumerable.Range(0, bodies.Count).GroupBy(i => bodies[i].Requested))
        {
            var priced = Price(place, asked.Key, asked, bodies);
            foreach (var i in asked)
            {
                var (usd, complete) = priced[i];
                var row = rows[$"T{i}"];
                var what = $"seed {seed}: {bodies[i]}";
                if (usd is null)
                    Assert.That(row.UnpricedCalls, Is.Positive, what);
                else
                    Assert.That(row.CostUsd, Is.EqualTo(usd), what);
                Assert.That(row.LowerBound, Is.EqualTo(!complete), what);
            }
        }
    }

    [Test]
    public async Task The_report_of_a_run_says_of_every_known_body_what_is_right()
    {
        using var place = new Workplace();

        var run = await Metered([.. Case.All.Select(Call.Of)], place.PathOf("run"));
        var rows = place
            .Run("report", run, "--format", "json")
            .Json.GetProperty("tests")
            .EnumerateArray()
            .ToDictionary(row => row.GetProperty("name").GetString()!);

        for (var i = 0; i < Case.All.Count; i++)
        {
            var (one, row) = (Case.All[i], rows[$"T{i}"].GetProperty("totals"));
            Assert.Multiple(() =>
            {
                Assert.That(UsdOf(row.GetProperty("costUsd")), Is.EqualTo(one.Usd), one.File);
                Assert.That(
                    row.GetProperty("lowerBound").GetBoolean(),
                    Is.EqualTo(!one.Complete),
                    one.File
                );
                Assert.That(
                    row.GetProperty("unpricedCalls").GetInt64(),
                    Is.EqualTo(one.Usd is null ? 1 : 0),
                    one.File
                );
            });
        }
    }

    private static async Task<string> Metered(IReadOnlyList<Call> calls, string run)
    {
        var current = 0;
        await using var server = await Server.Start(context =>
            Server.Answer(
                context,
                calls[current].Answer,
                calls[current].ContentType,
                calls[current].Status
            )
        );
        using var meter = ClaudeMeter.Start(
            new MeterOptions
            {
                RunDirectory = run,
                Process = new() { Id = "tests", Run = "run-1" },
                Hosts = [server.Authority],
                CurrentTest = () => new() { Name = $"T{current}" },
            }
        );
        using var client = new HttpClient();
        for (; current < calls.Count; current++)
        {
            var call = calls[current];
            using var request = new HttpRequestMessage(
                call.IsBatch ? HttpMethod.Get : HttpMethod.Post,
                server.Url.ToString().TrimEnd('/') + call.Path
            );
            if (!call.IsBatch)
                request.Content = new StringContent(
                    call.Asked is null ? "{}" : JsonSerializer.Serialize(new { model = call.Asked })
                );
            using var response = await client.SendAsync(request);
            Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.EqualTo(call.Answer));
        }
        return run;
    }

    private static Dictionary<int, (decimal? Usd, bool Complete)> Price(
        Workplace place,
        RequestedModel requested,
        IEnumerable<int> numbers,
        IReadOnlyList<GeneratedBody> bodies
    )
    {
        foreach (var i in numbers)
            File.WriteAllBytes(place.PathOf($"{i}.bin"), bodies[i].Bytes);
        string[] model = requested.Id is { } id ? ["--model", id] : [];
        string[] region = requested.Region is { } name ? ["--region", name] : [];
        return place
            .Run(["price", "--json", .. model, .. region, .. numbers.Select(i => $"{i}.bin")])
            .Json.EnumerateArray()
            .GroupBy(message => message.GetProperty("file").GetString()!)
            .ToDictionary(
                file =>
                    int.Parse(file.Key[..^4], System.Globalization.CultureInfo.InvariantCulture),
                file =>
                    (
                        file.Select(message => UsdOf(message.GetProperty("costUsd")))
                            .Aggregate((decimal?)0m, (sum, usd) => sum + usd),
                        file.All(message => message.GetProperty("complete").GetBoolean())
                    )
            );
    }

    private static decimal? UsdOf(JsonElement cost) =>
        cost.ValueKind == JsonValueKind.Null ? null : cost.GetDecimal();

    private sealed record Call(
        string Path,
        bool IsBatch,
        string? Asked,
        byte[] Answer,
        string ContentType,
        int Status
    )
    {
        public static Call Of(GeneratedBody body) =>
            new(body.Path, body.IsBatch, body.Asked, body.Bytes, body.ContentType, 200);

        public static Call Of(Case one) =>
            new(one.Path, one.IsBatch, null, one.Read(), "application/json", one.Status);
    }
}
