namespace CiBudget.Redis;

/// <summary>Redis could not be asked, refused, or answered with something that it should not.</summary>
/// <param name="message">Why, without a full stop.</param>
/// <param name="again">True when asking once more, over a new connection, may help.</param>
internal sealed class RedisFault(string message, bool again = false) : Exception(message)
{
    /// <summary>True when asking once more, over a new connection, may help.</summary>
    public bool Again { get; } = again;
}
