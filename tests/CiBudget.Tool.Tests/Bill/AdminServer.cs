using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CiBudget.Tool.Tests.Bill;

/// <summary>
/// The Admin API on loopback, in both generations, made after what is published of it: the usage and cost API's page, and the types of
/// the official TypeScript SDK 1.14. It knows nothing of our client.
/// </summary>
internal sealed class AdminServer : IDisposable
{
    private readonly WebApplication _app;

    private AdminServer(WebApplication app) => _app = app;

    public AdminAccount Account { get; } = new();

    /// <summary>What came in, oldest first.</summary>
    public List<HttpRequestSeen> Requests { get; } = [];

    /// <summary>Which paths meet troubles; all of them by default.</summary>
    public Func<string, bool> HasTrouble { get; set; } = static _ => true;

    /// <summary>What the next requests meet in place of an answer, one each.</summary>
    public Queue<Func<HttpContext, Task>> Troubles { get; } = [];

    public string BaseUrl => _app.Urls.Single();

    public static AdminServer Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new AdminServer(app);
        app.Run(server.AnswerAsync);
        app.StartAsync().GetAwaiter().GetResult();
        return server;
    }

    public void Dispose()
    {
        _app.StopAsync(new CancellationToken(canceled: true)).GetAwaiter().GetResult();
        ((IDisposable)_app).Dispose();
    }

    public static Func<HttpContext, Task> Fails(
        int status,
        string type,
        string message,
        string? retryAfter = null
    ) =>
        context =>
        {
            if (retryAfter is not null)
                context.Response.Headers.RetryAfter = retryAfter;
            return ErrorAsync(context, status, type, message);
        };

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        lock (Requests)
            Requests.Add(
                new(
                    request.Method,
                    request.Path,
                    request.Query.ToDictionary(one => one.Key, one => one.Value.ToArray()!),
                    request.Headers.ToDictionary(one => one.Key, one => one.Value.ToString())
                )
            );
        if (HasTrouble(request.Path.Value!) && Troubles.TryDequeue(out var trouble))
        {
            await trouble(context);
            return;
        }
        context.Response.Headers["request-id"] = "req_011";
        if (request.Headers["x-api-key"] != Account.AdminKey)
            await ErrorAsync(context, 401, "authentication_error", "invalid x-api-key");
        else if (request.Headers["anthropic-version"] != "2023-06-01")
            await ErrorAsync(context, 400, "invalid_request_error", "anthropic-version: required");
        else
            await ReportAsync(context);
    }

    private Task ReportAsync(HttpContext context)
    {
        try
        {
            var query = context.Request.Query;
            return context.Request.Path.Value switch
            {
                "/v1/organizations/me" => context.Response.WriteAsJsonAsync(
                    new
                    {
                        id = Account.OrganizationId,
                        name = Account.OrganizationName,
                        type = "organization",
                    }
                ),
                "/v1/organizations/analytics/usage" when Account.HasAnalytics =>
                    context.Response.WriteAsJsonAsync(
                        new AnalyticsAnswer(Account, query, context.Request.Headers).Usage()
                    ),
                "/v1/organizations/analytics/cost" when Account.HasAnalytics =>
                    context.Response.WriteAsJsonAsync(
                        new AnalyticsAnswer(Account, query, context.Request.Headers).Cost()
                    ),
                "/v1/organizations/usage_report/messages" when Account.HasLegacy =>
                    context.Response.WriteAsJsonAsync(new LegacyAnswer(Account, query).Usage()),
                "/v1/organizations/cost_report" when Account.HasLegacy =>
                    context.Response.WriteAsJsonAsync(new LegacyAnswer(Account, query).Cost()),
                _ => ErrorAsync(context, 404, "not_found_error", "Not found"),
            };
        }
        catch (FormatException fault)
        {
            return ErrorAsync(context, 400, "invalid_request_error", fault.Message);
        }
    }

    private static Task ErrorAsync(HttpContext context, int status, string type, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(
            new
            {
                type = "error",
                error = new { type, message },
                request_id = "req_011",
            }
        );
    }

    public static string Cents(decimal cents) => cents.ToString(CultureInfo.InvariantCulture);
}
