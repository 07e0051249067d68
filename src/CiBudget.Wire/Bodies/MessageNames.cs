using System.Text;
using N = CiBudget.Wire.MessageNode;

namespace CiBudget.Wire;

/// <summary>
/// Which property of which object is which node. The three dialects of an answer (Messages, Bedrock's Converse, the OpenAI-compatible
/// endpoint) have no name in common that means different things, so all are read at once.
/// </summary>
internal static class MessageNames
{
    // For messages to people only: what is read is decided below.
    private static readonly string[] Counters =
    [
        "input_tokens",
        "output_tokens",
        "cache_creation_input_tokens",
        "cache_read_input_tokens",
        "ephemeral_5m_input_tokens",
        "ephemeral_1h_input_tokens",
        "thinking_tokens",
        "reasoning_tokens",
        "web_search_requests",
        "web_fetch_requests",
        "inputTokens",
        "outputTokens",
        "cacheReadInputTokens",
        "cacheWriteInputTokens",
        "cacheReadInputTokenCount",
        "cacheWriteInputTokenCount",
        "prompt_tokens",
        "completion_tokens",
        "cached_tokens",
        "cache_creation_tokens",
        "cache_write_tokens",
        "cache_creation",
        "server_tool_use",
        "output_tokens_details",
        "iterations",
        "cacheDetails",
        "prompt_tokens_details",
        "completion_tokens_details",
    ];

    public static byte Find(byte parent, ReadOnlySpan<byte> name) =>
        parent switch
        {
            JsonVisitor.Root => InRoot(name),
            N.Message => InMessage(name),
            N.Block => InBlock(name),
            N.FallbackTo => name.SequenceEqual("model"u8) ? N.FallbackModel : JsonVisitor.Skip,
            N.Delta => name.SequenceEqual("stop_reason"u8) ? N.StopReason : JsonVisitor.Skip,
            N.Usage => InUsage(name),
            N.Iteration => InIteration(name),
            N.CacheCreation => InCacheCreation(name),
            N.ServerTools => InServerTools(name),
            N.OutputDetails => name.SequenceEqual("thinking_tokens"u8) ? N.Thinking : N.Unknown,
            N.Unknown => N.Unknown,
            N.Error => InError(name),
            N.ErrorDetails => name.SequenceEqual("error_code"u8) ? N.ErrorCode : JsonVisitor.Skip,
            N.Result => InResult(name),
            N.ResultError => InResultError(name),
            N.Choice => name.SequenceEqual("finish_reason"u8) ? N.StopReason : JsonVisitor.Skip,
            N.PromptDetails => InPromptDetails(name),
            N.CompletionDetails => name.SequenceEqual("reasoning_tokens"u8)
                ? N.Thinking
                : N.Unknown,
            N.CacheDetail => InCacheDetail(name),
            N.Tier => name.SequenceEqual("type"u8) ? N.TierName : JsonVisitor.Skip,
            N.Performance => name.SequenceEqual("latency"u8) ? N.Latency : JsonVisitor.Skip,
            N.ErrorList => name.SequenceEqual("error"u8) ? N.Error : JsonVisitor.Skip,
            N.ErrorDetail => name.SequenceEqual("reason"u8) ? N.CloudErrorCode : JsonVisitor.Skip,
            _ => JsonVisitor.Skip,
        };

    /// <summary>
    /// How a counter, or what holds counters, is called on the wire. Several names can mean one node; no two of them in one object are of one length.
    /// </summary>
    public static string NameOf(byte node, byte parent, int length) =>
        Array.Find(
            Counters,
            name => name.Length == length && Find(parent, Encoding.ASCII.GetBytes(name)) == node
        ) ?? "usage";

    private static byte InRoot(ReadOnlySpan<byte> name) =>
        name.Length switch
        {
            4 when name.SequenceEqual("type"u8) => N.DocumentType,
            5 when name.SequenceEqual("delta"u8) => N.Delta,
            5 when name.SequenceEqual("error"u8) => N.Error,
            6 when name.SequenceEqual("result"u8) => N.Result,
            6 when name.SequenceEqual("__type"u8) => N.CloudErrorType,
            7 when name.SequenceEqual("message"u8) => N.Message,
            7 when name.SequenceEqual("Message"u8) => N.ErrorMessage,
            7 when name.SequenceEqual("choices"u8) => N.Choices,
            10 when name.SequenceEqual("request_id"u8) => N.RequestId,
            10 when name.SequenceEqual("stopReason"u8) => N.StopReason,
            11 when name.SequenceEqual("inputTokens"u8) => N.CountedTokens,
            11 when name.SequenceEqual("serviceTier"u8) => N.Tier,
            12 when name.SequenceEqual("input_tokens"u8) => N.CountedTokens,
            13 when name.SequenceEqual("content_block"u8) => N.Block,
            17 when name.SequenceEqual("performanceConfig"u8) => N.Performance,
            _ => InMessage(name),
        };

    private static byte InMessage(ReadOnlySpan<byte> name) =>
        name.Length switch
        {
            2 when name.SequenceEqual("id"u8) => N.Id,
            5 when name.SequenceEqual("model"u8) => N.Model,
            5 when name.SequenceEqual("usage"u8) => N.Usage,
            7 when name.SequenceEqual("content"u8) => N.Content,
            11 when name.SequenceEqual("stop_reason"u8) => N.StopReason,
            _ => JsonVisitor.Skip,
        };

    private static byte InBlock(ReadOnlySpan<byte> name) =>
        name.Length switch
        {
            2 when name.SequenceEqual("to"u8) => N.FallbackTo,
            4 when name.SequenceEqual("type"u8) => N.BlockType,
            _ => JsonVisitor.Skip,
        };

    private static byte InUsage(ReadOnlySpan<byte> name) =>
        name.Length switch
        {
            5 when name.SequenceEqual("speed"u8) => N.Speed,
            10 when name.SequenceEqual("iterations"u8) => N.Iterations,
            11 when name.SequenceEqual("inputTokens"u8) => N.Input,
            // Totals say nothing more than their parts.
            11 when name.SequenceEqual("totalTokens"u8) => JsonVisitor.Skip,
            12 when name.SequenceEqual("input_tokens"u8) => N.Input,
            12 when name.SequenceEqual("service_tier"u8) => N.ServiceTier,
            12 when name.SequenceEqual("outputTokens"u8) => N.Output,
            12 when name.SequenceEqual("cacheDetails"u8) => N.CacheDetails,
            12 when name.SequenceEqual("total_tokens"u8) => JsonVisitor.Skip,
            13 when name.SequenceEqual("output_tokens"u8) => N.Output,
            13 when name.SequenceEqual("inference_geo"u8) => N.InferenceGeo,
            13 when name.SequenceEqual("prompt_tokens"u8) => N.Prompt,
            14 when name.SequenceEqual("cache_creation"u8) => N.CacheCreation,
            15 when name.SequenceEqual("server_tool_use"u8) => N.ServerTools,
            17 when name.SequenceEqual("completion_tokens"u8) => N.Output,
            20 when name.SequenceEqual("cacheReadInputTokens"u8) => N.CacheRead,
            21 when name.SequenceEqual("output_tokens_details"u8) => N.OutputDetails,
            21 when name.SequenceEqual("prompt_tokens_details"u8) => N.PromptDetails,
            21 when name.SequenceEqual("cacheWriteInputTokens"u8) => N.CacheWrite,
            23 when name.SequenceEqual("cache_read_input_tokens"u8) => N.CacheRead,
            24 when name.SequenceEqual("cacheReadInputTokenCount"u8) => N.CacheRead,
            25 when name.SequenceEqual("cacheWriteInputTokenCount"u8) => N.CacheWrite,
            25 when name.SequenceEqual("completion_tokens_details"u8) => N.CompletionDetails,
            27 when name.SequenceEqual("cache_creation_input_tokens"u8) => N.CacheWrite,
            _ => N.Unknown,
        };

    private static byte InIteration(ReadOnlySpan<byte> name) =>
        name.Length switch
        {
            4 when name.SequenceEqual("type"u8) => N.EntryType,
            5 when name.SequenceEqual("model"u8) => N.EntryModel,
            10 when name.SequenceEqual("iterations"u8) => N.Unknown,
            _ => InUsage(name),
        };

    private static byte InCacheCreation(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("ephemeral_5m_input_tokens"u8) ? N.CacheWrite5m
        : name.SequenceEqual("ephemeral_1h_input_tokens"u8) ? N.CacheWrite1h
        : N.Unknown;

    private static byte InCacheDetail(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("ttl"u8) ? N.Lifetime
        : name.SequenceEqual("inputTokens"u8) ? N.WrittenTokens
        : N.Unknown;

    private static byte InPromptDetails(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("cached_tokens"u8) ? N.PromptRead
        : name.SequenceEqual("cache_creation_tokens"u8)
        || name.SequenceEqual("cache_write_tokens"u8)
            ? N.PromptWritten
        : N.Unknown;

    private static byte InServerTools(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("web_search_requests"u8) ? N.WebSearch
        : name.SequenceEqual("web_fetch_requests"u8) ? N.WebFetch
        : N.Unknown;

    private static byte InError(ReadOnlySpan<byte> name) =>
        name.Length switch
        {
            4 when name.SequenceEqual("type"u8) => N.ErrorType,
            4 when name.SequenceEqual("code"u8) => N.CloudErrorCode,
            6 when name.SequenceEqual("status"u8) => N.CloudErrorType,
            7 when name.SequenceEqual("message"u8) => N.ErrorMessage,
            7 when name.SequenceEqual("details"u8) => N.ErrorDetails,
            _ => JsonVisitor.Skip,
        };

    private static byte InResult(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("message"u8) ? N.Message
        : name.SequenceEqual("error"u8) ? N.ResultError
        : JsonVisitor.Skip;

    private static byte InResultError(ReadOnlySpan<byte> name) =>
        name.Length switch
        {
            4 when name.SequenceEqual("type"u8) => N.ResultErrorType,
            5 when name.SequenceEqual("error"u8) => N.Error,
            10 when name.SequenceEqual("request_id"u8) => N.RequestId,
            _ => InError(name),
        };
}
