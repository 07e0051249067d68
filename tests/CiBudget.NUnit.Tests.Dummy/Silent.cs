namespace Dummy.Silent;

public sealed class WithoutCalls
{
    [Test]
    public void Calls_nobody() => Assert.Pass();
}
