using N = CiBudget.MessageNode;

namespace CiBudget;

/// <summary>Which property of which object is which node.</summary>
internal static class MessageNames
{
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
            _ => JsonVisitor.Skip,
        };

    private static byte InRoot(ReadOnlySpan<byte> name) =>
        name.Length switch
        {
            4 when name.SequenceEqual("type"u8) => N.DocumentType,
            5 when name.SequenceEqual("delta"u8) => N.Delta,
            5 when name.SequenceEqual("error"u8) => N.Error,
            6 when name.SequenceEqual("result"u8) => N.Result,
            7 when name.SequenceEqual("message"u8) => N.Message,
            10 when name.SequenceEqual("request_id"u8) => N.RequestId,
            12 when name.SequenceEqual("input_tokens"u8) => N.CountedTokens,
            13 when name.SequenceEqual("content_block"u8) => N.Block,
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
            12 when name.SequenceEqual("input_tokens"u8) => N.Input,
            12 when name.SequenceEqual("service_tier"u8) => N.ServiceTier,
            13 when name.SequenceEqual("output_tokens"u8) => N.Output,
            13 when name.SequenceEqual("inference_geo"u8) => N.InferenceGeo,
            14 when name.SequenceEqual("cache_creation"u8) => N.CacheCreation,
            15 when name.SequenceEqual("server_tool_use"u8) => N.ServerTools,
            21 when name.SequenceEqual("output_tokens_details"u8) => N.OutputDetails,
            23 when name.SequenceEqual("cache_read_input_tokens"u8) => N.CacheRead,
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

    private static byte InServerTools(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("web_search_requests"u8) ? N.WebSearch
        : name.SequenceEqual("web_fetch_requests"u8) ? N.WebFetch
        : N.Unknown;

    private static byte InError(ReadOnlySpan<byte> name) =>
        name.Length switch
        {
            4 when name.SequenceEqual("type"u8) => N.ErrorType,
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
