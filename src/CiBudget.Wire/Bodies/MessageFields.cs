using N = CiBudget.Wire.MessageNode;

namespace CiBudget.Wire;

/// <summary>What was read of one message so far, as the wire said it; null, false or -1 where it said nothing.</summary>
internal sealed class MessageFields
{
    /// <summary>The <c>type</c> of the text that was read last.</summary>
    public EventKind Kind { get; set; }

    public UsageFields Usage { get; } = new();

    /// <summary>The entries of <c>usage.iterations</c>; null when there were none.</summary>
    public List<UsageFields>? Iterations { get; set; }

    /// <summary>True when a <c>message_delta</c> counted on without the entries that an earlier event had.</summary>
    public bool IterationsOutdated { get; set; }

    public string? Id { get; set; }

    public string? Model { get; set; }

    /// <summary>Where the latest <c>fallback</c> block went to.</summary>
    public string? FallbackModel { get; set; }

    public string? StopReason { get; set; }

    public string? RequestId { get; set; }

    public string? ErrorType { get; set; }

    public string? ErrorCode { get; set; }

    /// <summary>Looked at for its kind and then forgotten: it can quote a prompt.</summary>
    public string? ErrorMessage { get; set; }

    public bool HasError { get; set; }

    /// <summary><c>content: []</c> was read.</summary>
    public bool ContentWasEmpty { get; set; }

    /// <summary>A content block was read, or a part of one.</summary>
    public bool HasContent { get; set; }

    public bool HasUsage { get; set; }

    /// <summary>A <c>message</c> object was read, around the fields of the answer.</summary>
    public bool HasMessage { get; set; }

    /// <summary>The first counter whose value no counter can have, by its path; null when all could be read.</summary>
    public string? UnreadableCounter { get; set; }

    /// <summary><c>input_tokens</c> beside no <c>usage</c>: the answer of <c>count_tokens</c>; -1 when not read.</summary>
    public long CountedTokens { get; set; } = -1;

    /// <summary>True when an answer in one piece has the counts that it has to have. One that is whole and lacks one is unmeasured.</summary>
    public bool IsCounted(bool whole)
    {
        var missing = Usage.Missing;
        if (whole && missing is not null && Usage.HasTokens)
            UnreadableCounter ??= "usage." + missing;
        return missing is null;
    }

    /// <summary>Forgets everything, for another message.</summary>
    public void Clear()
    {
        Kind = EventKind.Unnamed;
        Usage.Clear();
        Iterations = null;
        IterationsOutdated = false;
        Id = Model = FallbackModel = StopReason = RequestId = null;
        ErrorType = ErrorCode = ErrorMessage = UnreadableCounter = null;
        HasError = ContentWasEmpty = HasContent = HasUsage = HasMessage = false;
        CountedTokens = -1;
    }

    /// <summary>Takes in a text of an error; nothing for a node that is none.</summary>
    public void SetErrorText(byte node, ReadOnlySpan<byte> utf8)
    {
        switch (node)
        {
            case N.Error or N.ResultError:
                HasError = true;
                break;
            case N.RequestId:
                RequestId = RecentTexts.Decode(utf8);
                break;
            case N.ErrorType:
                ErrorType = RecentTexts.Get(utf8);
                break;
            case N.ResultErrorType when !utf8.SequenceEqual("error"u8):
                // Around the error itself stands an envelope of type "error", or none.
                ErrorType ??= RecentTexts.Get(utf8);
                break;
            case N.ErrorCode:
                ErrorCode = RecentTexts.Get(utf8);
                break;
            // AWS has its message in the root.
            case N.ErrorMessage or N.Message:
                ErrorMessage = RecentTexts.Decode(utf8);
                break;
            case N.CloudErrorType:
                ErrorType ??= RecentTexts.Get(utf8);
                break;
            case N.CloudErrorCode:
                ErrorCode ??= RecentTexts.Get(utf8);
                break;
        }
    }

    /// <summary>An error that did not come in Claude's envelope.</summary>
    public void Fail(ReadOnlySpan<byte> type)
    {
        HasError = true;
        ErrorType ??= RecentTexts.Get(type);
    }
}
