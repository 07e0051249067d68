using CiBudget.Tool.Bill;
using Microsoft.AspNetCore.Http;

namespace CiBudget.Tool.Tests.Bill;

/// <summary>Servers that refuse, fail, are slow, or hang up: of the newer reports, and of the older ones that stand in for them.</summary>
[TestFixture(true)]
[TestFixture(false)]
public sealed class BillTroubleTests(bool newer)
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private AdminServer _server = null!;
    private List<TimeSpan> _waits = null!;

    [SetUp]
    public void Start()
    {
        (_server, _waits) = (AdminServer.Start(), []);
        _server.Account.HasAnalytics = newer;
        _server.HasTrouble = path =>
            path.Contains("/analytics/", StringComparison.Ordinal) == newer;
        // A million input tokens at $4.
        _server.Account.Uses.Add(new(Noon, "claude-opus-5-5") { Input = 1_000_000 });
    }

    [TearDown]
    public void Stop() => _server.Dispose();

    [Test]
    public async Task Too_many_questions_wait_as_long_as_the_server_asks()
    {
        _server.Troubles.Enqueue(AdminServer.Fails(429, "rate_limit_error", "slow down", "17"));
        _server.Troubles.Enqueue(
            AdminServer.Fails(429, "rate_limit_error", "slow down", "Sun, 01 Nov 2026 00:00:00 GMT")
        );

        var report = await ReadAsync();

        Assert.That(_waits, Is.EqualTo(new[] { TimeSpan.FromSeconds(17), TimeSpan.Zero }));
        Assert.That(BillLines.Total(report).AmountUsd, Is.EqualTo(4m));
    }

    [Test]
    public void A_wait_that_is_too_long_is_told_in_place_of_waited_for()
    {
        _server.Troubles.Enqueue(AdminServer.Fails(429, "rate_limit_error", "slow down", "3600"));

        var fault = Fault();

        Assert.That((fault.Code, fault.ExitCode), Is.EqualTo(("CIB053", 4)));
        Assert.That(_waits, Is.Empty);
    }

    [Test]
    public void A_server_that_goes_on_failing_is_given_up()
    {
        for (var i = 0; i < 4; i++)
            _server.Troubles.Enqueue(AdminServer.Fails(500, "api_error", "Internal server error"));

        var fault = Fault();

        Assert.That((fault.Code, fault.ExitCode), Is.EqualTo(("CIB053", 4)));
        Assert.That(fault.Message, Does.Contain("HTTP 500").And.Contain("Internal server error"));
        Assert.That(Troubled(), Is.EqualTo(4));
    }

    [TestCase(400, "invalid_request_error", "CIB053", "HIPAA")]
    [TestCase(401, "authentication_error", "CIB052", "sk-ant-admin…")]
    [TestCase(403, "permission_error", "CIB052", "read:analytics")]
    [TestCase(422, "invalid_request_error", "CIB053", "HTTP 422")]
    public void A_refusal_is_not_asked_again(int status, string type, string code, string says)
    {
        _server.Troubles.Enqueue(AdminServer.Fails(status, type, "the server's own words"));

        var fault = Fault();

        Assert.That((fault.Code, fault.ExitCode), Is.EqualTo((code, 2)));
        Assert.That(fault.Message, Does.Contain(says).And.Contain("the server's own words"));
        Assert.That(Troubled(), Is.EqualTo(1));
    }

    [Test]
    public async Task An_answer_that_is_cut_is_asked_for_again()
    {
        _server.Troubles.Enqueue(async context =>
        {
            context.Response.ContentLength = 1_000;
            await context.Response.WriteAsync("{\"data\":[");
            context.Abort();
        });

        Assert.That(BillLines.Total(await ReadAsync()).AmountUsd, Is.EqualTo(4m));
        Assert.That(_waits, Has.Count.EqualTo(1));
    }

    [Test]
    public void An_answer_that_does_not_come_is_given_up()
    {
        for (var i = 0; i < 4; i++)
            _server.Troubles.Enqueue(context =>
                Task.Delay(Timeout.Infinite, context.RequestAborted)
            );

        var fault = Fault(TimeSpan.FromMilliseconds(50));

        Assert.That(fault.ExitCode, Is.EqualTo(4));
        Assert.That(fault.Message, Does.Contain("did not answer in"));
    }

    [Test]
    public void Plain_text_in_place_of_JSON_is_no_bill()
    {
        _server.Troubles.Enqueue(context => context.Response.WriteAsync("<html>Bad gateway"));

        var fault = Fault();

        Assert.That((fault.Code, fault.ExitCode), Is.EqualTo(("CIB054", 4)));
    }

    private int Troubled()
    {
        lock (_server.Requests)
            return _server.Requests.Count(request => _server.HasTrouble(request.Path));
    }

    private async Task<BillReport> ReadAsync()
    {
        using var reader = Reader();
        return await reader.ReadAsync(Question, default);
    }

    private BillException Fault(TimeSpan? timeout = null)
    {
        using var reader = Reader(timeout);
        return Assert.ThrowsAsync<BillException>(() => reader.ReadAsync(Question, default))!;
    }

    private static BillQuestion Question =>
        new()
        {
            Period = new(Noon.AddDays(-19).AddHours(-12), Noon.AddDays(8).AddHours(-12)),
            By = [Dimension.Model, Dimension.TokenType],
        };

    private BillReader Reader(TimeSpan? timeout = null) =>
        new(
            AdminAddress.Parse(_server.BaseUrl),
            AdminKey.Parse(_server.Account.AdminKey),
            new BillPace
            {
                Timeout = timeout ?? TimeSpan.FromSeconds(100),
                WaitAsync = (wait, _) =>
                {
                    _waits.Add(wait);
                    return Task.CompletedTask;
                },
            }
        );
}
