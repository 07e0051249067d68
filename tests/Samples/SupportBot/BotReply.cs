namespace SupportBot;

/// <summary>What the bot has to say: an answer, or why there is none.</summary>
public abstract record BotReply
{
    private BotReply() { }

    /// <summary>An answer for the customer.</summary>
    /// <param name="Text">The text.</param>
    /// <param name="Model">The model that wrote it.</param>
    public sealed record Answered(string Text, string Model) : BotReply;

    /// <summary>Claude is not paid for; a person has to act before the bot can answer again.</summary>
    /// <param name="Reason">What happened, for the operator.</param>
    /// <param name="WhereToMend">The page on which it is mended.</param>
    /// <param name="Partial">What had been written before the money ran out; empty when nothing.</param>
    public sealed record BillingUnavailable(string Reason, Uri WhereToMend, string Partial)
        : BotReply;
}
