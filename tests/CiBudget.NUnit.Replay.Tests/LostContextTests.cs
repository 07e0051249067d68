using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Replaying;

/// <summary>Code of the product that runs without the test's execution context meets the scenario all the same, or stays in.</summary>
public sealed class LostContextTests
{
    private readonly Worker _worker = new();
    private WebApplication _kestrel = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public async Task Start_what_lives_longer_than_a_test()
    {
        _worker.Start();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _kestrel = builder.Build();
        Serve(_kestrel);
        await _kestrel.StartAsync();
        _client = new HttpClient { BaseAddress = new Uri(_kestrel.Urls.Single()) };
    }

    [OneTimeTearDown]
    public async Task Stop_it()
    {
        _worker.Dispose();
        _client.Dispose();
        await _kestrel.DisposeAsync();
    }

    [Test]
    [Replay("payment-required")]
    public async Task A_web_application_factory()
    {
        await using var factory = new Factory();
        using var client = factory.CreateClient();

        Assert.That(await client.GetStringAsync(new Uri("/", UriKind.Relative)), Is.EqualTo("402"));
        Assert.That(Replay.Calls, Has.Count.EqualTo(1));
    }

    [Test]
    [Replay("payment-required")]
    public async Task A_test_server()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        await using var app = builder.Build();
        Serve(app);
        await app.StartAsync();
        using var client = app.GetTestClient();

        Assert.That(await client.GetStringAsync(new Uri("/", UriKind.Relative)), Is.EqualTo("402"));
        Assert.That(Replay.Calls, Has.Count.EqualTo(1));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [Replay("payment-required")]
    public async Task A_web_host_of_this_process(int calls)
    {
        for (var i = 0; i < calls; i++)
            Assert.That(
                await _client.GetStringAsync(new Uri("/", UriKind.Relative)),
                Is.EqualTo("402")
            );

        Assert.That(Replay.Calls, Has.Count.EqualTo(calls), "parallel tests do not meet");
    }

    [Test]
    [Replay("success")]
    public async Task What_ties_them_reaches_nobody_else()
    {
        var headers = await _client.GetStringAsync(new Uri("/headers", UriKind.Relative));

        await _client.GetStringAsync(new Uri("/", UriKind.Relative));
        Assert.That(headers, Does.Not.Contain("cibudget").IgnoreCase);
    }

    [Test]
    [Replay("success")]
    public async Task A_worker_that_takes_up_the_baggage_of_a_message()
    {
        // What a queue carries to the worker.
        var status = await _worker.Ask(TestContext.CurrentContext.Test.ID);

        Assert.That(status, Is.EqualTo(200));
    }

    [Test]
    [Replay("success")]
    public async Task A_worker_of_the_fixture_is_kept_in()
    {
        var call = _worker.Ask(null);

        Assert.That(
            async () => await call,
            Throws.InvalidOperationException.With.Message.StartsWith("CIB044: a live call to")
        );
        await Product.AskPlainlyAsync();
    }

    [Test]
    [Replay("success")]
    public async Task Work_that_no_context_flows_to_is_kept_in()
    {
        var call = new TaskCompletionSource<Task<int>>();
        ThreadPool.UnsafeQueueUserWorkItem(_ => call.SetResult(Product.AskPlainlyAsync()), null);

        Assert.That(
            async () => await await call.Task,
            Throws.InvalidOperationException.With.Message.StartsWith("CIB044: a live call to")
        );
        await Product.AskPlainlyAsync();
    }

    [Test]
    [Replay("success", Unused = true)]
    public void A_test_may_say_that_it_makes_no_call() =>
        Assert.That(Replay.Calls, Has.Count.EqualTo(0));

    private static void Serve(WebApplication app)
    {
        app.MapGet(
            "/",
            async () =>
            {
                await Task.Yield();
                return await Answer();
            }
        );
        app.MapGet("/headers", (HttpRequest request) => string.Join('\n', request.Headers.Keys));
    }

    private static async Task<string> Answer() =>
        (await Product.AskPlainlyAsync()).ToString(
            System.Globalization.CultureInfo.InvariantCulture
        );

    /// <summary>Started by the fixture, asked by its tests.</summary>
    private sealed class Worker : IDisposable
    {
        private readonly System.Collections.Concurrent.BlockingCollection<(
            string? Test,
            TaskCompletionSource<int> Status
        )> _work = [];

        public void Start() =>
            Task.Run(async () =>
            {
                foreach (var (test, status) in _work.GetConsumingEnumerable())
                {
                    using var activity = test is null ? null : new Activity("receive");
                    activity?.AddBaggage("cibudget-test", test);
                    activity?.Start();
                    try
                    {
                        status.SetResult(await Product.AskPlainlyAsync());
                    }
                    catch (InvalidOperationException refusal)
                    {
                        status.SetException(refusal);
                    }
                }
            });

        public Task<int> Ask(string? test)
        {
            var status = new TaskCompletionSource<int>();
            _work.Add((test, status));
            return status.Task;
        }

        public void Dispose() => _work.CompleteAdding();
    }

    private sealed class Factory : WebApplicationFactory<LostContextTests>
    {
        protected override IHostBuilder CreateHostBuilder() =>
            Host.CreateDefaultBuilder()
                .ConfigureLogging(logging => logging.ClearProviders())
                .ConfigureWebHostDefaults(web =>
                    web.Configure(app =>
                        app.Run(async context => await context.Response.WriteAsync(await Answer()))
                    )
                );

        protected override IHost CreateHost(IHostBuilder builder)
        {
            builder.UseContentRoot(AppContext.BaseDirectory);
            return base.CreateHost(builder);
        }
    }
}
