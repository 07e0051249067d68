namespace CiBudget.NUnit.Tests;

[TestFixture("VSTest, NUnit 4")]
[TestFixture("MTP, NUnit 5")]
public sealed class AssertionTests(string host) : ServedFixture
{
    [Test]
    public async Task Only_the_constraint_that_is_broken_fails_and_it_says_by_how_much()
    {
        var run = await DummyRun.Start(
            host,
            "FullyQualifiedName~Dummy.Asserting",
            Server,
            RunDirectory()
        );

        Assert.Multiple(() =>
        {
            Assert.That(
                run.Lines,
                Has.Some.Match("[Ff]ailed: +1\\b").And.Some.Match("([Pp]assed|succeeded): +2\\b"),
                run.Output
            );
            Assert.That(run.Lines, Has.Some.EqualTo("Expected: within $0.0015 and 1 call"));
            Assert.That(
                run.Lines,
                Has.Some.EqualTo(
                    "But was:  $0.0020 in 1 call (1,000 input, 0 cache write, 0 cache read, 200 output tokens)"
                )
            );
            Assert.That(
                run.Lines,
                Has.Some.EqualTo("used $0.0020, $0.0005 over its limit of $0.0015")
            );
        });
    }
}
