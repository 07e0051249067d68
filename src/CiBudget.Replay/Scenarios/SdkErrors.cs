using System.Text.Json;

namespace CiBudget.Replay;

/// <summary>The rules by which the official C# SDK retries and names failures.</summary>
internal static class SdkErrors
{
    private const string Namespace = "Anthropic.Exceptions.Anthropic";
    private const string ModelsNamespace = "Anthropic.Models.Anthropic";

    // The class for a status and, where it has one, for its error_code: since which version it is there. A pair that is not in
    // the list gives the plain class of the status; older versions than the one named, the class that follows in its place.
    private static readonly (int Status, string? Code, Version Since, string Class)[] Classes =
    [
        (400, null, new(12, 0), Namespace + "BadRequestException"),
        (401, null, new(12, 0), Namespace + "UnauthorizedException"),
        (
            402,
            "linked_organization_spend_limit_reached",
            new(13, 12),
            ModelsNamespace + "LinkedOrganizationSpendLimitReachedException"
        ),
        (
            402,
            "linked_organization_billing_unavailable",
            new(13, 12),
            ModelsNamespace + "LinkedOrganizationBillingUnavailableException"
        ),
        (402, null, new(13, 10), Namespace + "PaymentRequiredException"),
        (403, null, new(12, 0), Namespace + "ForbiddenException"),
        (404, null, new(12, 0), Namespace + "NotFoundException"),
        (408, null, new(13, 12), Namespace + "RequestTimeoutException"),
        (409, null, new(13, 12), Namespace + "ConflictException"),
        (413, null, new(13, 12), Namespace + "ContentTooLargeException"),
        (422, null, new(12, 0), Namespace + "UnprocessableEntityException"),
        (
            429,
            "enforced_spend_limit_reached",
            new(13, 5),
            ModelsNamespace + "EnforcedSpendLimitReachedException"
        ),
        (
            429,
            "contract_spend_limit_reached",
            new(13, 12),
            ModelsNamespace + "ContractSpendLimitReachedException"
        ),
        (429, "ramp_limit_exceeded", new(13, 12), ModelsNamespace + "RampLimitExceededException"),
        (429, null, new(12, 0), Namespace + "RateLimitException"),
        (503, null, new(13, 5), Namespace + "ServiceUnavailableException"),
        (504, null, new(13, 5), Namespace + "GatewayTimeoutException"),
        (529, null, new(13, 5), Namespace + "OverloadedException"),
    ];

    /// <summary>408, 409, 429 and everything from 500 on are tried again, and so is a call that got no answer.</summary>
    public static bool IsRetried(Answer answer) =>
        answer.BeforeHeaders ? answer.Break != FaultKind.Stall
        : Header(answer, "x-should-retry") is { } said ? said == "true"
        : answer.Status is 408 or 409 or 429 or >= 500;

    /// <summary>Full name of the class; null when the SDK sees nothing wrong.</summary>
    public static string? ExceptionOf(Answer answer, ScenarioStep step, Version sdk) =>
        answer switch
        {
            { Break: FaultKind.Stall } => null,
            { BeforeHeaders: true } => Namespace + "IOException",
            { Status: >= 400 } => OfStatus(answer, sdk),
            { Break: not null } => typeof(IOException).FullName,
            { Streamed: true } => HasErrorEvent(step) ? Namespace + "SseException" : null,
            // A stream that ends early is not noticed; a JSON text that ends early cannot be read.
            _ => AnswerBuilder.OfPlain(step.Fault) is { Kind: FaultKind.Truncate }
                ? typeof(JsonException).FullName
                : null,
        };

    private static string OfStatus(Answer answer, Version sdk)
    {
        return Named(CodeIn(answer))
            ?? Named(null)
            ?? Namespace + (answer.Status < 500 ? "4xxException" : "5xxException");

        string? Named(string? code) =>
            Classes
                .FirstOrDefault(c => c.Status == answer.Status && c.Code == code && c.Since <= sdk)
                .Class;
    }

    private static bool HasErrorEvent(ScenarioStep step) =>
        step.Fault?.Kind == FaultKind.Error
        || (step.Body is EventsBody events && events.List.Any(static e => e.Name == "error"));

    private static string? CodeIn(Answer answer)
    {
        try
        {
            using var json = JsonDocument.Parse(
                answer.Frames.Length > 0 ? answer.Frames[0].Bytes : "{}"u8.ToArray()
            );
            return json
                .RootElement.GetProperty("error")
                .GetProperty("details")
                .GetProperty("error_code")
                .GetString();
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Header(Answer answer, string name) =>
        answer
            .Headers.FirstOrDefault(h =>
                string.Equals(h.Key, name, StringComparison.OrdinalIgnoreCase)
            )
            .Value;
}
