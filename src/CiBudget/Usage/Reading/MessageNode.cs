namespace CiBudget;

/// <summary>The places in an answer that matter for usage (see <see cref="JsonVisitor"/>).</summary>
internal static class MessageNode
{
    // Objects and arrays.
    public const byte Message = 2;
    public const byte Content = 3;
    public const byte Block = 4;
    public const byte FallbackTo = 5;
    public const byte Delta = 6;
    public const byte Usage = 7;
    public const byte CacheCreation = 8;
    public const byte ServerTools = 9;
    public const byte OutputDetails = 10;
    public const byte Iterations = 11;
    public const byte Iteration = 12;
    public const byte Error = 13;
    public const byte ErrorDetails = 14;
    public const byte Result = 15;
    public const byte ResultError = 16;

    /// <summary>A name in <c>usage</c> that this version does not know: a number above zero is kept by its path.</summary>
    public const byte Unknown = 17;

    // Strings.
    public const byte DocumentType = 20;
    public const byte Id = 21;
    public const byte Model = 22;
    public const byte StopReason = 23;
    public const byte RequestId = 24;
    public const byte ErrorType = 25;
    public const byte ErrorMessage = 26;
    public const byte ErrorCode = 27;
    public const byte ResultErrorType = 28;
    public const byte BlockType = 29;
    public const byte FallbackModel = 30;
    public const byte ServiceTier = 31;
    public const byte InferenceGeo = 32;
    public const byte Speed = 33;
    public const byte EntryType = 34;
    public const byte EntryModel = 35;

    // Numbers.
    public const byte CountedTokens = 40;
    public const byte Input = 41;
    public const byte Output = 42;
    public const byte CacheWrite = 43;
    public const byte CacheRead = 44;
    public const byte CacheWrite5m = 45;
    public const byte CacheWrite1h = 46;
    public const byte Thinking = 47;
    public const byte WebSearch = 48;
    public const byte WebFetch = 49;
}
