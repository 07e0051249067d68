namespace CiBudget.Tool.Bodies;

/// <summary>What a recorded body is.</summary>
internal enum RecordedShape
{
    /// <summary>One answer, whatever carries it.</summary>
    Answer,

    /// <summary>Batch results, one a line.</summary>
    BatchResults,

    /// <summary>Whole messages, one a line.</summary>
    MessageLines,
}
