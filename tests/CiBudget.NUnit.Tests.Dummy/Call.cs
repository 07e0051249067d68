using System.Text;

namespace Dummy;

/// <summary>
/// Calls to Claude as product code makes them. The server that <c>ANTHROPIC_BASE_URL</c> names answers with what the query asks for: the
/// place becomes the message's id, so that a ledger entry says where its call was made.
/// </summary>
internal static class Call
{
    private static readonly HttpClient Client = new()
    {
        BaseAddress = new Uri(Environment.GetEnvironmentVariable("ANTHROPIC_BASE_URL")!),
    };

    /// <summary>1,000 input and 200 output tokens of claude-haiku-4-5: $0.001 + $0.001.</summary>
    public static Task From(string place) => Send(Client, $"v1/messages?place={place}");

    public static async Task Send(
        HttpClient client,
        string address,
        string model = "claude-haiku-4-5"
    )
    {
        using var body = Body(model);
        using var response = await client.PostAsync(new Uri(address, UriKind.Relative), body);
        _ = await response.Content.ReadAsStringAsync();
    }

    /// <summary>Leaves the answer's stream unread.</summary>
    public static Task<HttpResponseMessage> Begin(string place) =>
        Client.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, $"v1/messages?place={place}&hold=1")
            {
                Content = Body("claude-haiku-4-5"),
            },
            HttpCompletionOption.ResponseHeadersRead
        );

    public static Task Odd(string query, string model = "claude-haiku-4-5") =>
        Send(Client, "v1/messages?" + query, model);

    public static async Task Order()
    {
        using var body = new StringContent(
            """{"requests":[{"custom_id":"one","params":{"model":"claude-haiku-4-5","max_tokens":1024,"messages":[]}}]}""",
            Encoding.UTF8,
            "application/json"
        );
        using var response = await Client.PostAsync(
            new Uri("v1/messages/batches", UriKind.Relative),
            body
        );
        _ = await response.Content.ReadAsStringAsync();
    }

    public static Task Fetch() =>
        Client.GetStringAsync(new Uri("v1/messages/batches/msgbatch_1/results", UriKind.Relative));

    private static StringContent Body(string model) =>
        new(
            $$"""{"model":"{{model}}","max_tokens":1024,"messages":[]}""",
            Encoding.UTF8,
            "application/json"
        );
}
