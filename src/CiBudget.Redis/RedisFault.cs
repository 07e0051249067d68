namespace CiBudget.Redis;

/// <summary>Redis answered with an error.</summary>
internal sealed class RedisFault(string message) : Exception(message);
