using Dummy.Enforced;

namespace Dummy.Machines;

/// <summary>The tests of one machine, all at once; each waits until its part of the run has begun.</summary>
public sealed class OneOfTwo
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Four while all is well, four while Redis is away, eight when it is back.
    [Test, Parallelizable(ParallelScope.All)]
    public async Task Calls([Range(1, 16)] int number)
    {
        var part =
            number <= 4 ? "well"
            : number <= 8 ? "away"
            : "back";
        await Began(part);
        await Product.Ask(100);
    }

    private static async Task Began(string part)
    {
        var word = Path.Combine(Environment.GetEnvironmentVariable("DUMMY_PARTS")!, part);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var waited = TimeSpan.Zero; !File.Exists(word); waited += timer.Period)
        {
            Assert.That(waited, Is.LessThan(Patience), word);
            await timer.WaitForNextTickAsync();
        }
    }
}
