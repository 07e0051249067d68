namespace SupportBot;

/// <summary>Tickets to answer. A ticket stays until it is answered, so that work goes on where it stopped.</summary>
public sealed class OpenTickets(Bot bot, IEnumerable<string> tickets)
{
    private readonly Queue<string> _pending = new(tickets);
    private readonly List<string> _answers = [];

    /// <summary>Tickets without an answer, oldest first.</summary>
    public IReadOnlyCollection<string> Pending => _pending;

    /// <summary>The answers so far.</summary>
    public IReadOnlyList<string> Answers => _answers;

    /// <summary>
    /// Answers tickets until none is left or Claude cannot be paid for. Returns the reason to stop, null when all are answered.
    /// Call it again to go on.
    /// </summary>
    public async Task<BotReply.BillingUnavailable?> RunAsync(
        CancellationToken cancellation = default
    )
    {
        while (_pending.TryPeek(out var ticket))
        {
            switch (await bot.AnswerAsync(ticket, cancellation).ConfigureAwait(false))
            {
                case BotReply.Answered answered:
                    _answers.Add(answered.Text);
                    _pending.Dequeue();
                    break;
                case BotReply.BillingUnavailable unavailable:
                    return unavailable;
            }
        }

        return null;
    }
}
