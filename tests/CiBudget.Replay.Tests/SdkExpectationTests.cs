namespace CiBudget.Replay.Tests;

/// <summary>13.14 is held against the SDK itself in the conformance suite; these are the versions before it.</summary>
public sealed class SdkExpectationTests
{
    private const string Ns = "Anthropic.Exceptions.Anthropic";

    [TestCase("payment-required", "12.38", Ns + "4xxException", 1)]
    [TestCase("payment-required", "13.9", Ns + "4xxException", 1)]
    [TestCase("payment-required", "13.10", Ns + "PaymentRequiredException", 1)]
    [TestCase("linked-org-spend-limit", "13.9", Ns + "4xxException", 1)]
    [TestCase("linked-org-spend-limit", "13.10", Ns + "PaymentRequiredException", 1)]
    [TestCase("tier-spend-cap", "13.4", Ns + "RateLimitException", 3)]
    [TestCase(
        "tier-spend-cap",
        "13.5",
        "Anthropic.Models.AnthropicEnforcedSpendLimitReachedException",
        3
    )]
    [TestCase("overloaded", "13.4", Ns + "5xxException", 3)]
    [TestCase("overloaded", "13.5", Ns + "OverloadedException", 3)]
    [TestCase("credit-balance-too-low", "12.0", Ns + "BadRequestException", 1)]
    [TestCase("success", "12.0", null, 1)]
    public void Each_version_has_its_class(
        string scenario,
        string version,
        string? exception,
        int attempts
    )
    {
        Assert.That(
            Scenario.Find(scenario).Expected.For(Version.Parse(version)),
            Is.EqualTo(new SdkOutcome(exception, attempts))
        );
    }

    [Test]
    public void Max_retries_are_the_clients()
    {
        Assert.That(
            Scenario.Find("overloaded").Expected.For(new(13, 12), maxRetries: 0).Attempts,
            Is.EqualTo(1)
        );
        Assert.That(
            Scenario.Find("overloaded").Expected.For(new(13, 12), maxRetries: 5).Attempts,
            Is.EqualTo(6)
        );
    }

    [Test]
    public void A_stall_hangs()
    {
        Assert.That(
            Scenario.Find("stall").Expected.For(new(13, 12), stream: true),
            Is.EqualTo(new SdkOutcome(null, 1) { Hangs = true })
        );
    }

    [Test]
    public void A_sequence_is_known_call_by_call()
    {
        var calls = Scenario
            .Find("succeed-2-then-402")
            .Expected.Calls(new(13, 12))
            .Take(3)
            .ToArray();

        Assert.That(
            calls.Select(static c => c.Exception),
            Is.EqualTo(new[] { null, null, Ns + "PaymentRequiredException" })
        );
        Assert.That(
            Scenario.Find("succeed-2-then-402").Expected.For(new(13, 12)),
            Is.EqualTo(calls[2]),
            "the call that fails"
        );
    }

    [Test]
    public void The_headers_that_steer_retries_are_obeyed()
    {
        var no = Scenario.Create(
            "no",
            ScenarioStep.Play("overloaded") with
            {
                Headers = new Dictionary<string, string?> { ["x-should-retry"] = "false" },
            }
        );
        var yes = Scenario.Create(
            "yes",
            ScenarioStep.Play("credit-balance-too-low") with
            {
                Headers = new Dictionary<string, string?> { ["x-should-retry"] = "true" },
            }
        );

        Assert.That(no.Expected.For(new(13, 12)).Attempts, Is.EqualTo(1));
        Assert.That(yes.Expected.For(new(13, 12)).Attempts, Is.EqualTo(3));
    }
}
