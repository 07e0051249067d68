namespace CiBudget.Tests.Shared;

/// <summary>An answer that Claude could give, and what was asked.</summary>
/// <param name="Shape">How it carries its usage.</param>
/// <param name="Path">The path that was asked.</param>
/// <param name="Asked">The model that the request names in its body; null when the path names it.</param>
/// <param name="Bytes">The body.</param>
internal sealed record GeneratedBody(BodyShape Shape, string Path, string? Asked, byte[] Bytes)
{
    public const string BatchResults = "/v1/messages/batches/msgbatch_1/results";

    public bool IsBatch => Path == BatchResults;

    /// <summary>What its call asked for, as the meter would note it.</summary>
    public RequestedModel Requested
    {
        get
        {
            var model = Asked ?? ClaudeEndpoints.ModelOf(Path);
            return new(model, PlaceOfService.Get(new Uri("http://127.0.0.1" + Path), model));
        }
    }

    public string ContentType =>
        Shape switch
        {
            BodyShape.EventStream => "text/event-stream",
            BodyShape.BedrockEventStream => "application/vnd.amazon.eventstream",
            BodyShape.JsonLines => "application/x-jsonl",
            _ => "application/json",
        };

    public override string ToString() =>
        $"{Path} {Asked} {Shape}: {System.Text.Encoding.UTF8.GetString(Bytes)}";
}
