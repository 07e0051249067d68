namespace CiBudget.Wire;

/// <summary>How far a streamed message came, and whether its events came in their order.</summary>
internal struct StreamProgress
{
    private bool _hasUsage;
    private bool _outOfOrder;
    private bool _isChunks;

    public bool HasStarted { get; private set; }

    public bool HasStopped { get; private set; }

    /// <summary>True when the output count is that of the whole answer: nothing was said after it.</summary>
    public bool HasFinalOutput { get; private set; }

    /// <summary>True when anything of an answer came.</summary>
    public readonly bool HasBegun => HasStarted || HasStopped || _hasUsage;

    public void Start(bool hasContent)
    {
        _outOfOrder |= HasBegun || hasContent;
        HasStarted = true;
    }

    /// <summary>A part of the content came. What was counted before is not the last count.</summary>
    public void GoOn() => HasFinalOutput = false;

    /// <summary>A <c>message_delta</c>, which follows the start and precedes the stop.</summary>
    public void Delta(bool hasOutput)
    {
        _outOfOrder |= !HasStarted || HasStopped;
        _hasUsage = true;
        HasFinalOutput |= hasOutput;
    }

    public void Stop()
    {
        _outOfOrder |= !HasStarted || !_hasUsage;
        HasStopped = true;
    }

    /// <summary>As ConverseStream ends: its usage comes last.</summary>
    public void StopBeforeUsage() => HasStopped = true;

    /// <inheritdoc cref="StopBeforeUsage"/>
    public void CountAtEnd(bool hasOutput)
    {
        _hasUsage = true;
        HasFinalOutput |= hasOutput;
    }

    /// <summary>All of a message in one event.</summary>
    public void All(bool hasOutput)
    {
        _outOfOrder |= HasBegun;
        HasStarted = HasStopped = _hasUsage = true;
        HasFinalOutput |= hasOutput;
    }

    /// <summary>A chunk of the OpenAI-compatible endpoint. Its usage comes with the last one, or after it, if it was asked for.</summary>
    public void Chunk(bool hasContent, bool isLast, bool hasOutput)
    {
        _isChunks = HasStarted = true;
        HasStopped |= isLast;
        _hasUsage |= hasOutput;
        HasFinalOutput = hasOutput || (HasFinalOutput && !hasContent);
    }

    /// <summary>True when the message came to its end, in order.</summary>
    /// <param name="isMarked">True when <c>[DONE]</c> came, by which streams of chunks end.</param>
    /// <param name="isCounted">True when usage came.</param>
    public readonly bool IsWhole(bool isMarked, bool isCounted) =>
        HasStopped
        && !_outOfOrder
        && (_isChunks ? isMarked || (isCounted && HasFinalOutput) : _hasUsage);
}
