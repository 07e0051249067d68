using System.Net;
using System.Text.Json;
using CiBudget.Text;

namespace CiBudget.Tool.Bill;

/// <summary>Reads from the Admin API. Nothing but GET is ever sent.</summary>
/// <remarks>
/// Redirects are not followed and cookies not kept, so that the key reaches no other host. A server on this machine is asked without a
/// proxy, which would see plain http; the API's host may be reached through one, inside TLS.
/// </remarks>
internal sealed class AdminApi : IDisposable
{
    private const int MostAttempts = 4;
    private const long LargestAnswer = 64 * 1024 * 1024;
    private const int LongestMessage = 300;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private readonly AdminAddress _address;
    private readonly AdminKey _key;
    private readonly BillPace _pace;
    private readonly HttpClient _client;

    public AdminApi(AdminAddress address, AdminKey key, BillPace pace)
    {
        _address = address;
        _key = key;
        _pace = pace;
        _client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = !address.IsLoopback,
                AutomaticDecompression = DecompressionMethods.All,
            }
        )
        {
            Timeout = pace.Timeout,
            MaxResponseContentBufferSize = LargestAnswer,
        };
    }

    /// <summary>One answer, as JSON; null when there is no such endpoint (404).</summary>
    /// <param name="path">Of the endpoint, from <c>/</c> on.</param>
    /// <param name="query">Names and values; a name may come several times.</param>
    /// <param name="beta">The value of <c>anthropic-beta</c>; null for none.</param>
    /// <param name="cancel">Ends waiting, too.</param>
    /// <exception cref="BillException">It cannot be had.</exception>
    public async Task<JsonElement?> GetAsync(
        string path,
        IEnumerable<(string Name, string Value)> query,
        string? beta,
        CancellationToken cancel
    )
    {
        var pairs = query.Select(pair =>
            Uri.EscapeDataString(pair.Name) + "=" + Uri.EscapeDataString(pair.Value)
        );
        var target = new Uri(_address.Base, path + "?" + string.Join('&', pairs));
        for (var attempt = 1; ; attempt++)
        {
            var answer = await TryAsync(target, beta, cancel).ConfigureAwait(false);
            if (answer.Fault is null)
                return answer.Json;
            if (answer.Wait is not { } wait || attempt == MostAttempts || wait > LongestWait)
                throw answer.Fault;
            _pace.Say(
                $"{answer.Reason}: asks again in {Amount.Duration(wait)} (attempt {attempt + 1} of {MostAttempts}) …"
            );
            await _pace.WaitAsync(wait, cancel).ConfigureAwait(false);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<Answer> TryAsync(Uri uri, string? beta, CancellationToken cancel)
    {
        try
        {
            return await SendAsync(uri, beta, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Answer.Retry(
                "no answer in time",
                BillException.Unreachable(
                    $"{_address.Base.Authority} did not answer in {Amount.Duration(_pace.Timeout)}."
                )
            );
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return Answer.Retry(
                "no whole answer",
                BillException.Unreachable(
                    $"{_address.Base.Authority} gave no whole answer: {SafeText.Line(fault.Message).TrimEnd('.')}."
                )
            );
        }
    }

    private async Task<Answer> SendAsync(Uri uri, string? beta, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        _key.PutInto(request.Headers);
        request.Headers.TryAddWithoutValidation("anthropic-version", "2023-06-01");
        if (beta is not null)
            request.Headers.TryAddWithoutValidation("anthropic-beta", beta);
        using var response = await _client
            .SendAsync(request, HttpCompletionOption.ResponseContentRead, cancel)
            .ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => Answer.From(Parse(body, uri)),
            HttpStatusCode.NotFound => Answer.From(null),
            var status => Failed((int)status, response, body),
        };
    }

    private static Answer Failed(int status, HttpResponseMessage response, byte[] body)
    {
        var said = MessageOf(body) is { } message ? $": {message.TrimEnd('.')}." : ".";
        return status switch
        {
            401 => Answer.Failed(
                BillException.Key(
                    $"the Admin API does not take the key of {Secrets.AdminKeyVariable} (HTTP 401){said} Is it an Admin key (sk-ant-admin…)? Claude Console, Settings, Admin keys."
                )
            ),
            403 => Answer.Failed(
                BillException.Key(
                    $"the key of {Secrets.AdminKeyVariable} may not read the bill (HTTP 403){said} It takes an Admin key (sk-ant-admin…), or one with the scope read:analytics."
                )
            ),
            429 => Answer.Retry(
                "too many questions",
                BillException.Unreachable(
                    $"the Admin API asks to come back later (HTTP 429){said} Ask at most once a minute."
                ),
                WaitOf(response)
            ),
            >= 500 => Answer.Retry(
                $"HTTP {Amount.Plain(status)}",
                BillException.Unreachable(
                    $"the Admin API failed (HTTP {Amount.Plain(status)}){said} Try again later."
                ),
                WaitOf(response)
            ),
            >= 300 and < 400 => Answer.Failed(
                BillException.Unreachable(
                    $"the Admin API sends elsewhere (HTTP {Amount.Plain(status)}), which is not followed: the key goes to no other host."
                )
            ),
            _ => Answer.Failed(
                BillException.Refused(
                    $"the Admin API refuses the question (HTTP {Amount.Plain(status)}){said}{(status == 400 ? " Organizations with HIPAA readiness have no such report." : "")}"
                )
            ),
        };
    }

    private static TimeSpan? WaitOf(HttpResponseMessage response) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta < TimeSpan.Zero ? TimeSpan.Zero : delta,
            { Date: { } date } => TimeSpan.FromTicks(
                Math.Max(0, (date - TimeProvider.System.GetUtcNow()).Ticks)
            ),
            _ => null,
        };

    private static JsonElement Parse(byte[] body, Uri uri)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException fault)
        {
            throw BillException.Unreadable(
                $"the answer to {uri.AbsolutePath} is no JSON: a proxy may have answered.",
                fault
            );
        }
    }

    /// <summary>What an error says of itself; null when it is in no known shape.</summary>
    private static string? MessageOf(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var message = document.RootElement.GetProperty("error").GetProperty("message");
            var line = Secrets.Hide(SafeText.Line(message.GetString()));
            return line.Length == 0 ? null
                : line.Length <= LongestMessage ? line
                : line[..LongestMessage] + "…";
        }
        catch (Exception fault)
            when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>What came of one request.</summary>
    /// <param name="Json">The answer; null with a fault, and for an endpoint that is not there.</param>
    /// <param name="Fault">Why there is none.</param>
    /// <param name="Wait">After which time another attempt may do; null when none will.</param>
    /// <param name="Reason">For whoever looks on while it waits.</param>
    private sealed record Answer(
        JsonElement? Json,
        BillException? Fault,
        TimeSpan? Wait,
        string Reason
    )
    {
        private static readonly TimeSpan UnlessSaid = TimeSpan.FromSeconds(5);

        public static Answer From(JsonElement? json) => new(json, null, null, "");

        public static Answer Failed(BillException fault) => new(null, fault, null, "");

        public static Answer Retry(string reason, BillException fault, TimeSpan? wait = null) =>
            new(null, fault, wait ?? UnlessSaid, reason);
    }
}
