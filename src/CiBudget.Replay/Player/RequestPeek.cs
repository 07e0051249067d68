using System.IO.Pipelines;

namespace CiBudget.Replay;

/// <summary>Finds <c>model</c> and <c>stream</c> in a request as it arrives. The body is never held as a whole.</summary>
internal static class RequestPeek
{
    public static async ValueTask<RequestFacts> ReadAsync(
        PipeReader body,
        CancellationToken cancelled
    )
    {
        var reader = new RequestReader(salt: "");
        while (true)
        {
            var read = await body.ReadAsync(cancelled).ConfigureAwait(false);
            foreach (var piece in read.Buffer)
            {
                reader.Write(piece.Span);
            }
            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return new(reader.Model, reader.Stream);
            }
        }
    }
}
