using CiBudget.Tokens;

namespace CiBudget.Wire;

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

    // Counters, without a gap, because UsageFields keeps them by their place here. The last three are of the OpenAI-compatible
    // endpoint, whose prompt includes cache reads and writes.
    public const byte FirstCounter = Input;
    public const byte Input = 41;
    public const byte Output = 42;
    public const byte CacheWrite = 43;
    public const byte CacheRead = 44;
    public const byte CacheWrite5m = 45;
    public const byte CacheWrite1h = 46;
    public const byte Thinking = 47;
    public const byte WebSearch = 48;
    public const byte WebFetch = 49;
    public const byte Prompt = 50;
    public const byte PromptRead = 51;
    public const byte PromptWritten = 52;
    public const byte LastCounter = PromptWritten;

    // Of Bedrock's Converse.
    public const byte CacheDetails = 60;
    public const byte CacheDetail = 61;
    public const byte Lifetime = 62;
    public const byte WrittenTokens = 63;
    public const byte Tier = 64;
    public const byte TierName = 65;
    public const byte Performance = 66;
    public const byte Latency = 67;

    // Of the OpenAI-compatible endpoint.
    public const byte Choices = 70;
    public const byte Choice = 71;
    public const byte PromptDetails = 72;
    public const byte CompletionDetails = 73;

    // Of errors of the clouds.
    public const byte ErrorList = 80;
    public const byte CloudErrorType = 81;
    public const byte CloudErrorCode = 82;
    public const byte ErrorDetail = 83;

    /// <summary>Counters whose number is the count of a kind, as it stands. The kinds of the prompt are worked out by <see cref="UsageFields"/>.</summary>
    public static readonly (byte Node, TokenKind Kind)[] Plain =
    [
        (Output, TokenKind.Output),
        (Thinking, TokenKind.Thinking),
    ];

    /// <summary>The same, of server tools: an answer has these once, however many attempts it took.</summary>
    public static readonly (byte Node, TokenKind Kind)[] PlainOfTools =
    [
        (WebSearch, TokenKind.WebSearch),
        (WebFetch, TokenKind.WebFetch),
    ];

    /// <summary>True for a number that is billed.</summary>
    public static bool IsCounter(byte node) =>
        node is >= FirstCounter and <= LastCounter or WrittenTokens;

    /// <summary>True for an object or array that holds such numbers.</summary>
    public static bool HoldsCounters(byte node) =>
        node
            is Usage
                or CacheCreation
                or ServerTools
                or OutputDetails
                or Iterations
                or Iteration
                or CacheDetails
                or CacheDetail
                or PromptDetails
                or CompletionDetails;
}
