using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace CiBudget.Tests;

public sealed class ModelMatchingTests
{
    // \z, because $ lets a line end follow.
    private static readonly (string Model, Regex Pattern)[] Table =
    [
        .. MatchRegexes.All.Select(row =>
            (row.Model, new Regex(row.Pattern[..^1] + "\\z", RegexOptions.ECMAScript))
        ),
    ];

    private static readonly string[] Ids =
    [
        .. PriceSheet.Embedded.Models.SelectMany(row => row.Aliases.Prepend(row.Model)),
    ];

    [TestCase("claude-opus-5", "claude-opus-5")]
    [TestCase("claude-opus-5-5", "claude-opus-5-5")]
    [TestCase("claude-opus-5-20261001", "claude-opus-5")]
    [TestCase("claude-opus-5-5@20261001", "claude-opus-5-5")]
    [TestCase("us.anthropic.claude-haiku-4-5-20251001-v1:0", "claude-haiku-4-5")]
    [TestCase("us-gov.anthropic.claude-3-haiku-20240307-v1:0", "claude-3-haiku")]
    [TestCase("anthropic.claude-opus-4-8", "claude-opus-4-8")]
    [TestCase("anthropic/claude-sonnet-5-5", "claude-sonnet-5-5")]
    [TestCase("global.anthropic.claude-sonnet-4-5-20250929-v12", "claude-sonnet-4-5")]
    [TestCase("claude-opus-4-20250514", "claude-opus-4-0")]
    [TestCase("claude-3-5-sonnet-latest", "claude-3-5-sonnet")]
    public void An_id_is_found_with_what_may_stand_around_it(string id, string model)
    {
        Assert.That(PriceSheet.Embedded.Find(id)?.Model, Is.EqualTo(model));
    }

    [TestCase("claude-opus-5-6")]
    [TestCase("claude-opus-55")]
    [TestCase("claude-opus")]
    [TestCase("claude-opus-5-2026100")]
    [TestCase("claude-opus-5-202610011")]
    [TestCase("claude-opus-5_20261001")]
    [TestCase("claude-opus-5-20261001-20261001")]
    [TestCase("claude-opus-5-v1-20261001")]
    [TestCase("claude-opus-5-v1:")]
    [TestCase("claude-opus-5-v:0")]
    [TestCase("claude-opus-5-v1:0:0")]
    [TestCase("anthropic.us.claude-opus-5")]
    [TestCase("us.us.claude-opus-5")]
    [TestCase("cn.anthropic.claude-opus-5")]
    [TestCase("Claude-Opus-5")]
    [TestCase("claude-opus-5\n")]
    [TestCase(" claude-opus-5")]
    [TestCase("claude-opus-5-٢٠٢٦١٠٠١")]
    [TestCase("-20261001")]
    [TestCase("us.anthropic.")]
    [TestCase("-v1")]
    [TestCase("")]
    public void A_near_miss_is_not_found(string id)
    {
        Assert.That(PriceSheet.Embedded.Find(id), Is.Null);
    }

    [Test]
    public void Every_row_of_the_table_is_on_the_sheet()
    {
        Assert.That(
            PriceSheet.Embedded.Models.Select(row => row.Model),
            Is.EqualTo(MatchRegexes.All.Select(row => row.Model))
        );
    }

    [Test]
    public void Matching_equals_the_patterns_of_the_table()
    {
        var ids =
            from region in Gen.Elements(
                "",
                "",
                "",
                "global.",
                "us.",
                "eu.",
                "jp.",
                "au.",
                "apac.",
                "us-gov.",
                "US.",
                "us",
                "de."
            )
            from vendor in Gen.Elements(
                "",
                "",
                "anthropic.",
                "anthropic/",
                "anthropic",
                "anthropic:"
            )
            from model in Gen.Elements(Ids)
            from digit in Gen.Elements("", "", "", "", "-5", "-0", "-1", "5", "-latest", "-preview")
            from date in Gen.Elements(
                "",
                "",
                "-20251001",
                "@20251001",
                "-2025100",
                "-202510011",
                "_20251001",
                "-2025100x"
            )
            from version in Gen.Elements(
                "",
                "",
                "-v1",
                "-v1:0",
                "-v12:34",
                "-v",
                "-v1:",
                ":0",
                "-V1",
                "-v1:0:1"
            )
            from flip in Gen.Elements(false, false, false, true)
            select region + vendor + model + digit + (flip ? version + date : date + version);

        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(TestEffort.Rounds(few: 400, thorough: 2_000)),
            Prop.ForAll(ids.ToArbitrary(), Agrees)
        );
    }

    [Test]
    public void Matching_equals_the_patterns_of_the_table_after_a_typing_mistake()
    {
        var ids =
            from model in Gen.Elements(Ids)
            from rest in Gen.Elements("", "-20251001", "-20251001-v1:0")
            from at in Gen.Choose(0, model.Length + rest.Length)
            from put in Gen.Elements("", "0", "5", "-", ".", "v", "@", "\n")
            from drop in Gen.Choose(0, 2)
            select (model + rest)[..at]
                + put
                + (model + rest)[Math.Min(at + drop, (model + rest).Length)..];

        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(TestEffort.Rounds(few: 400, thorough: 2_000)),
            Prop.ForAll(ids.ToArbitrary(), Agrees)
        );
    }

    private static bool Agrees(string id) =>
        PriceSheet.Embedded.Find(id)?.Model
        == Table.SingleOrDefault(row => row.Pattern.IsMatch(id)).Model;
}
