using Anthropic.Exceptions;

[assembly: Parallelizable(ParallelScope.All)]

namespace Replaying;

public sealed class ReplayTests
{
    [Test]
    [Replay("payment-required")]
    public void Code_with_the_real_address_meets_the_scenario() =>
        Assert.That(
            () => Product.AskAsync(),
            Throws.InstanceOf<AnthropicPaymentRequiredException>()
        );

    [Test]
    [Replay(BillingScenario.CreditBalanceTooLow)]
    public void Names_are_typed_too() =>
        Assert.That(() => Product.AskAsync(), Throws.InstanceOf<AnthropicBadRequestException>());

    [Test]
    [Replay("scenarios/two-words.json")]
    public async Task A_file_is_found_from_the_test_assemblys_folder() =>
        Assert.That(await Product.AskAsync(), Is.EqualTo("two words"));

    [TestCaseSource(nameof(Forty))]
    [Replay("succeed-2-then-402")]
    public async Task Every_case_begins_the_scenario_anew_and_parallel_cases_do_not_meet(int _)
    {
        int[] statuses =
        [
            await Product.AskPlainlyAsync(),
            await Product.AskPlainlyAsync(),
            await Product.AskPlainlyAsync(),
        ];

        Assert.That(statuses, Is.EqualTo(new[] { 200, 200, 402 }));
        Assert.That(Replay.Calls, Has.Count.EqualTo(3));
    }

    private static IEnumerable<int> Forty => Enumerable.Range(0, 40);

    [Test]
    [Retry(3)]
    [Replay("succeed-2-then-402")]
    public async Task Every_attempt_begins_the_scenario_anew()
    {
        Assert.That(await Product.AskPlainlyAsync(), Is.EqualTo(200));
        Assert.That(Replay.Calls, Has.Count.EqualTo(1));
        // The first attempt fails on purpose.
        Assert.That(TestContext.CurrentContext.CurrentRepeatCount, Is.GreaterThan(0));
    }

    [Test]
    [Replay("fail-2-then-recover?failure=overloaded")]
    public async Task What_the_sdk_repeated_is_told()
    {
        await Product.AskAsync();

        Assert.That(Replay.Calls, Has.Count.EqualTo(3));
        Assert.That(Replay.Calls.Retries(), Has.Count.EqualTo(2));
        Assert.That(Replay.Calls.AfterFailure(), Has.Count.EqualTo(2));
    }

    [Test]
    [Replay("success?inputTokens=1000&outputTokens=100")]
    public async Task A_replayed_call_costs_nothing_and_is_shown_as_avoided()
    {
        await Product.AskAsync();

        // claude-opus-5-5: 1,000 x $4 + 100 x $20 a million = $0.006.
        Assert.That(Claude.Usage.Cost, Is.Zero);
        Assert.That(Claude.Usage.Totals.AvoidedUsd, Is.EqualTo(0.006m));
    }

    [Test]
    public void Without_a_scenario_there_is_nothing_to_tell() =>
        Assert.That(
            () => Replay.Calls,
            Throws.InvalidOperationException.With.Message.EqualTo(
                "No scenario plays for this test: put [Replay(\"payment-required\")] on it."
            )
        );

    [Test]
    [Replay("success")]
    public async Task A_call_that_outlives_its_context_is_still_replayed()
    {
        var status = await Task.Run(Product.AskPlainlyAsync);

        Assert.That(status, Is.EqualTo(200));
    }
}
