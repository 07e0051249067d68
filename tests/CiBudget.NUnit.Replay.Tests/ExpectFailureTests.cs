namespace Replaying;

public sealed class ExpectFailureTests
{
    [Test]
    [Replay("payment-required")]
    public async Task A_402_surfaces_after_one_attempt()
    {
        var thrown = await Replay.ExpectFailureAsync(() => Product.AskAsync());

        Assert.That(
            thrown,
            Is.InstanceOf<Anthropic.Exceptions.AnthropicPaymentRequiredException>()
        );
    }

    [Test]
    [Replay("tier-spend-cap")]
    public async Task A_spend_cap_is_asked_three_times_by_the_sdk()
    {
        await Replay.ExpectFailureAsync(() => Product.AskAsync());

        Assert.That(Replay.Calls, Has.Count.EqualTo(3));
    }

    [Test]
    [Replay("billing-error-mid-stream")]
    public Task A_failure_in_mid_stream_surfaces_from_the_stream() =>
        Replay.ExpectFailureAsync(Product.StreamAsync, stream: true);

    [Test]
    [Replay("payment-required")]
    public void A_product_that_swallows_the_failure_is_found_out() =>
        Assert.That(
            () => Replay.ExpectFailureAsync(() => Product.AskPlainlyAsync()),
            Throws
                .InstanceOf<AssertionException>()
                .With.Message.Contains(
                    "throw Anthropic.Exceptions.AnthropicPaymentRequiredException after 1 HTTP attempt; it was no exception after 1 HTTP attempt."
                )
        );

    [Test]
    [Replay("success", Unused = true)]
    public void A_scenario_that_does_not_fail_cannot_be_expected_to() =>
        Assert.That(
            () => Replay.ExpectFailureAsync(() => Product.AskAsync()),
            Throws.InvalidOperationException.With.Message.EqualTo(
                "Scenario 'success' does not make the SDK fail."
            )
        );
}
