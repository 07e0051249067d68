namespace CiBudget.Redis;

/// <summary>
/// The answers that <see cref="RedisScripts"/> document, and no other: whatever else comes back from a Redis, or from what stands in
/// its place, is a fault, and never grants a call.
/// </summary>
internal static class RedisAnswer
{
    /// <summary>Reads what <see cref="RedisScripts.Reserve"/> answers.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="asks">How many asks there were.</param>
    /// <param name="refusal">The ask that has no room, what is used and what is reserved; null when all are granted.</param>
    /// <returns>The server's time, ms since 1970.</returns>
    /// <exception cref="RedisFault">It is no answer to that.</exception>
    public static long Reserved(
        object?[]? answer,
        int asks,
        out (int Ask, long Used, long Reserved)? refusal
    )
    {
        refusal = answer switch
        {
            ["granted", > 0L] => null,
            ["refused", > 0L, long ask, long used, long reserved] when ask >= 0 && ask < asks => (
                (int)ask,
                used,
                reserved
            ),
            _ => throw Unknown(answer),
        };
        return TimeOf(answer);
    }

    /// <summary>Reads what <see cref="RedisScripts.Write"/> answers: the server's time.</summary>
    /// <exception cref="RedisFault">It is no answer to that.</exception>
    public static long Written(object?[]? answer) =>
        answer is ["written", > 0L] ? TimeOf(answer) : throw Unknown(answer);

    /// <summary>Reads what <see cref="RedisScripts.Rolling"/> answers.</summary>
    /// <exception cref="RedisFault">It is no answer to that.</exception>
    public static long[] Sums(object?[]? answer, int counters) =>
        answer is ["sums", > 0L, .. var sums]
        && sums.Length == counters
        && sums.All(static sum => sum is >= 0L)
            ? [.. sums.Select(static sum => (long)sum!)]
            : throw Unknown(answer);

    /// <summary>Reads the epochs of so many hashes.</summary>
    /// <exception cref="RedisFault">It is no answer to that.</exception>
    public static string[] Epochs(object?[]? answer, int hashes, out long time)
    {
        if (
            answer is not ["epochs", > 0L, .. var epochs]
            || epochs.Length != hashes
            || !epochs.All(static epoch => epoch is string { Length: > 0 } and not "lost")
        )
            throw Unknown(answer);
        time = TimeOf(answer);
        return [.. epochs.Select(static epoch => (string)epoch!)];
    }

    /// <summary>True when the counts of the run are lost.</summary>
    public static bool IsLost(object?[]? answer) => answer is ["lost"];

    private static long TimeOf(object?[]? answer) => (long)answer![1]!;

    private static RedisFault Unknown(object?[]? answer) =>
        new(
            $"what answers there is not believed: it answered with {Shape(answer)}, which is no answer to what was asked"
        );

    /// <summary>What it is, not what it says: that may be anything.</summary>
    private static string Shape(object?[]? answer) =>
        answer is null ? "something other than a list" : $"a list of {answer.Length}";
}
