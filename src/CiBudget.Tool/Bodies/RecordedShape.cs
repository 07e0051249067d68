namespace CiBudget.Tool.Bodies;

/// <summary>What a recorded body is.</summary>
internal enum RecordedShape
{
    /// <summary>One JSON object, or text that is none.</summary>
    Json,

    /// <summary>Server-sent events.</summary>
    EventStream,

    /// <summary>Batch results, one a line.</summary>
    BatchResults,

    /// <summary>Whole messages, one a line.</summary>
    MessageLines,

    /// <summary>Bedrock's binary event stream.</summary>
    BedrockEventStream,
}
