namespace CiBudget.Fuzz;

/// <summary>Something that reads bytes from outside.</summary>
internal interface ITarget
{
    /// <summary>As <c>--target</c> names it.</summary>
    string Name { get; }

    /// <summary>Real input to begin with.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Reads an input and holds what came out to what is promised.</summary>
    /// <returns>What kind of outcome it was: an input that gives a new one is built upon.</returns>
    /// <exception cref="BrokenPromiseException">A promise is broken. Any other exception is one that was not promised, too.</exception>
    string Try(byte[] input, Random random);
}
