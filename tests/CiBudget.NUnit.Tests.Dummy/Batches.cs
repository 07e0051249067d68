namespace Dummy.Batches;

/// <summary>Messages that are ordered in one run and may be fetched in another.</summary>
public sealed class Ordered
{
    [Test]
    public Task Orders() => Call.Order();

    [Test]
    public Task Fetches() => Call.Fetch();

    [Test]
    public async Task Does_both()
    {
        await Call.Order();
        await Call.Fetch();
    }
}
