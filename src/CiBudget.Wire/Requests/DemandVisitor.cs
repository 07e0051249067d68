using CiBudget.Pricing;
using CiBudget.Text;

namespace CiBudget.Wire;

/// <summary>Finds in a request body what decides its cost; one visitor for each dialect of the same request.</summary>
internal abstract class DemandVisitor : JsonVisitor
{
    private string? _unbounded;

    /// <summary>Why nothing can be said; null when something can.</summary>
    protected string? Unbounded => _unbounded;

    /// <summary>What was asked for: one demand, or one for each request of a batch.</summary>
    public abstract IReadOnlyList<RequestDemand> Demands();

    public static DemandVisitor Create(RequestDialect dialect) =>
        dialect switch
        {
            RequestDialect.Converse => new ConverseDemandVisitor(),
            RequestDialect.ChatCompletions => new ChatDemandVisitor(),
            _ => new MessageDemandVisitor(batch: dialect == RequestDialect.MessageBatch),
        };

    /// <summary>Calls within the call, prompts from elsewhere and whatever comes later.</summary>
    /// <returns>The node of a value that nobody wants.</returns>
    protected byte Unknown(ReadOnlySpan<byte> name)
    {
        HasNoBound($"asks for '{SafeText.Excerpt(RecentTexts.Get(name))}'");
        return Skip;
    }

    /// <summary>The first reason is the one that is told.</summary>
    protected void HasNoBound(string why) => _unbounded ??= why;

    protected void ForgetBound() => _unbounded = null;
}
