using System.Reflection;
using System.Text;
using CiBudget.Replay.Conformance;

namespace CiBudget.Replay.Tests;

public sealed class CatalogueTests
{
    [Test]
    public void The_typed_names_are_those_of_the_catalogue()
    {
        var constants = typeof(BillingScenario)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .ToDictionary(static f => f.Name, static f => (string)f.GetRawConstantValue()!);

        Assert.That(constants.Values, Is.EquivalentTo(ScenarioCatalogue.Names));
        Assert.That(
            constants.Select(static c => c.Key.ToLowerInvariant()),
            Is.EqualTo(
                constants.Select(static c => c.Value.Replace("-", "", StringComparison.Ordinal))
            )
        );
    }

    [Test]
    public void Every_failure_of_the_conformance_suite_is_in_the_catalogue_and_nothing_is_left_out()
    {
        string[] others =
        [
            "batch-results",
            "cached-prompt",
            "cut-mid-stream",
            "every-3rd-fails",
            "fail-2-then-recover",
            "opus-refused-haiku-served",
            "reset-mid-stream",
            "slow-first-byte",
            "stall",
            "succeed-2-then-402",
            "success",
            "success-stream",
            "tool-use",
            "wrong-organization",
        ];

        var tested = Case
            .All.Select(static c => c.Name)
            .Concat(Case.MidStream.Select(static c => c.Name + "-mid-stream"))
            .Concat(others);

        Assert.That(ScenarioCatalogue.Names, Is.EquivalentTo(tested));
    }

    [Test]
    public void Every_scenario_has_its_own_name_a_title_and_a_provenance()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var name in ScenarioCatalogue.Names)
            {
                var scenario = ScenarioCatalogue.Get(name);
                Assert.That(scenario.Name, Is.EqualTo(name));
                Assert.That(scenario.Title, Is.Not.Empty, name);
                Assert.That(scenario.Provenance.Source, Is.Not.Empty, name);
            }
        }
    }

    [TestCase("payment-requird", "Did you mean 'payment-required'?")]
    [TestCase("Payment-Required", "Did you mean 'payment-required'?")]
    [TestCase("overload", "Did you mean 'overloaded'?")]
    [TestCase("success-mid-stream", "")]
    [TestCase("succeed-0-then-402", "Did you mean 'succeed-2-then-402'?")]
    [TestCase("succeed-2-then-nonsense", "There is no scenario 'nonsense'.")]
    [TestCase("xyz", "There is no scenario 'xyz'. `cibudget replay list` shows them all")]
    public void An_unknown_name_gets_the_nearest_one(string name, string hint)
    {
        var thrown = Assert.Throws<ScenarioException>(() => Scenario.Find(name))!;

        Assert.That(thrown.Code, Is.EqualTo("CIB031"));
        Assert.That(thrown.Message, Does.StartWith("error CIB031: ").And.Contain(hint));
    }

    [TestCase(
        "success?outputTokns=3",
        "A scenario has no parameter 'outputTokns'. Did you mean 'outputTokens'?"
    )]
    [TestCase(
        "success?outputTokens",
        "The parameter 'outputTokens' needs a value, as in 'outputTokens=1'."
    )]
    [TestCase(
        "success?outputTokens=-3",
        "The parameter 'outputTokens' must be a whole number, not '-3'."
    )]
    [TestCase(
        "payment-required?outputTokens=3",
        "Scenario 'payment-required' has no successful answer, so it takes no 'outputTokens'."
    )]
    [TestCase(
        "success?failure=402",
        "Only 'fail-N-then-recover' and 'every-Nth-fails' take 'failure'; 'success' does not."
    )]
    public void A_wrong_parameter_is_a_clear_error(string name, string message)
    {
        var thrown = Assert.Throws<ScenarioException>(() => Scenario.Find(name))!;

        Assert.That(thrown.Message, Does.StartWith("error CIB031: " + message));
    }

    [Test]
    public void Parameters_set_model_text_usage_and_times()
    {
        var scenario = Scenario.Find(
            "success?model=claude-sonnet-5-5&text=Hello%20there&cacheWrite1hTokens=7&webSearchRequests=2&delayMs=30"
        );

        var step = scenario.Steps.Single();
        var reply = ((ReplyBody)step.Body).Content;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(step.Delay, Is.EqualTo(TimeSpan.FromMilliseconds(30)));
            Assert.That(reply.Model, Is.EqualTo("claude-sonnet-5-5"));
            Assert.That(
                reply.Usage,
                Is.EqualTo(
                    new Usage
                    {
                        InputTokens = 12,
                        OutputTokens = 8,
                        CacheWrite1hTokens = 7,
                        WebSearchRequests = 2,
                    }
                )
            );
            Assert.That(
                Encoding.UTF8.GetString(reply.ToJson()),
                Does.Contain("\"Hello there\"")
                    .And.Contain(
                        "\"server_tool_use\":{\"web_search_requests\":2,\"web_fetch_requests\":0}"
                    )
            );
        }
    }

    [Test]
    public void The_files_of_sequences_say_the_same_as_their_names()
    {
        foreach (
            var name in new[] { "succeed-2-then-402", "fail-2-then-recover", "every-3rd-fails" }
        )
        {
            var file = ScenarioCatalogue.Get(name);
            var made = Sequences.TryMake(name)!;

            Assert.That(file.Cycle, Is.EqualTo(made.Cycle), name);
            Assert.That(
                file.Steps.Select(static s => (s.Times, s.When, s.Status)),
                Is.EqualTo(made.Steps.Select(static s => (s.Times, s.When, s.Status))),
                name
            );
        }
    }

    [Test]
    public void Typed_sequences_are_scenarios()
    {
        Assert.That(
            Scenario
                .Find(BillingScenario.SucceedThen(3, BillingScenario.CardDeclined))
                .Steps[0]
                .Times,
            Is.EqualTo(3)
        );
        Assert.That(
            Scenario.Find(BillingScenario.FailThenRecover(4)).Steps[0].Status,
            Is.EqualTo(402)
        );
        Assert.That(
            Scenario
                .Find(BillingScenario.EveryNthFails(5, BillingScenario.Overloaded))
                .Steps[1]
                .Status,
            Is.EqualTo(529)
        );
    }
}
