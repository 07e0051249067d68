namespace CiBudget.Replay;

/// <summary>Bytes that are sent as they are.</summary>
/// <param name="Bytes">The whole body.</param>
/// <param name="ContentType">The <c>content-type</c> header; null for none.</param>
public sealed record FixedBody(ReadOnlyMemory<byte> Bytes, string? ContentType) : StepBody;
