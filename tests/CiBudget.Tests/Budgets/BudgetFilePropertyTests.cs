using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace CiBudget.Tests;

/// <summary>Any text gives a budget or one fault with a place inside the text, at once.</summary>
public sealed class BudgetFilePropertyTests
{
    private static readonly byte[] Whole = Encoding.UTF8.GetBytes(BudgetFileTests.Whole);

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(
        TestEffort.Rounds(few: 200, thorough: 1_000)
    );

    private static readonly string[] Pieces =
    [
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"run\"",
        "\"cost\"",
        "\"$1\"",
        "\"max\"",
        "\"level\"",
        "\"off\"",
        "\"tests\"",
        "\"*\"",
        "\"models\"",
        "\"allow\"",
        "\"prices\"",
        "\"sameAs\"",
        "\"claude-opus-5\"",
        "\"tiers\"",
        "1",
        "-1",
        "1e99",
        "0.1",
        "true",
        "null",
        "\n",
        "\r",
        "\t",
        " ",
        "//",
        "/*",
        "*/",
        "\"\\ud800\"",
        "\"😀\"",
        "\"",
        "\\",
        "\0",
        "\uFEFF",
    ];

    [Test]
    public void Random_bytes()
    {
        var bytes = Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf();

        FsCheck.Check.One(Many, Prop.ForAll(bytes.ToArbitrary(), IsReadOrRefused));
    }

    [Test]
    public void Random_pieces_of_budget_files()
    {
        var texts = Gen.Elements(Pieces)
            .ArrayOf()
            .Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces)));

        FsCheck.Check.One(Many, Prop.ForAll(texts.ToArbitrary(), IsReadOrRefused));
    }

    [Test]
    public void A_valid_file_with_mistakes()
    {
        var mistakes =
            from at in Gen.Choose(0, Whole.Length)
            from drop in Gen.Choose(0, 12)
            from put in Gen.OneOf(
                Gen.Elements(Pieces).Select(Encoding.UTF8.GetBytes),
                Gen.Choose(0, 255).Select(value => new[] { (byte)value })
            )
            select (byte[])[.. Whole[..at], .. put, .. Whole[Math.Min(at + drop, Whole.Length)..]];

        FsCheck.Check.One(Many, Prop.ForAll(mistakes.ToArbitrary(), IsReadOrRefused));
    }

    [Test]
    public void A_valid_file_cut_anywhere_is_refused()
    {
        var read = Enumerable
            .Range(0, Whole.Length)
            .Where(length => Fault(Whole.AsSpan(0, length)) is null);

        Assert.That(read, Is.Empty);
    }

    [Test]
    public void A_megabyte_of_limits_is_read_at_once()
    {
        var text = new StringBuilder("{\"tests\":{");
        for (var i = 0; text.Length < 1_000_000; i++)
            text.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"\"T{i}\":{{\"calls\":{i}}},\n"
            );
        var utf8 = Encoding.UTF8.GetBytes(text.Append("}}").ToString());
        BudgetFile.Parse("{}"u8, "cibudget.json");

        var clock = Stopwatch.StartNew();
        var budget = BudgetFile.Parse(utf8, "cibudget.json");

        Assert.That(
            clock.Elapsed,
            Is.LessThan(TimeSpan.FromSeconds(20)),
            "a quadratic reader takes minutes"
        );
        Assert.That(budget.Limits[^1].Position.Line, Is.EqualTo(budget.Limits.Count));
    }

    private static bool IsReadOrRefused(byte[] text) =>
        (Fault(text) is not { } fault || IsPlain(fault, text)) && IsQuick(text);

    /// <summary>Within a second. A machine that is busy with other things gets three tries.</summary>
    private static bool IsQuick(byte[] text)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var clock = Stopwatch.StartNew();
            Fault(text);
            if (clock.Elapsed < TimeSpan.FromSeconds(1))
                return true;
        }
        return false;
    }

    private static bool IsPlain(BudgetFileException fault, byte[] text)
    {
        var lines = Encoding.UTF8.GetString(text).Split('\n', '\r');
        return fault.Code == "CIB003"
            && fault.Message.Length is > 0 and < 400
            && !fault.Message.Any(char.IsControl)
            && fault.Position.Line <= lines.Length
            && (fault.Position == Position.None || fault.Position is { Line: >= 1, Column: >= 1 })
            && fault.Position.Column <= lines.Max(line => line.Length) + 1;
    }

    private static BudgetFileException? Fault(ReadOnlySpan<byte> text)
    {
        try
        {
            BudgetFile.Parse(text, "cibudget.json");
            return null;
        }
        catch (BudgetFileException fault)
        {
            return fault;
        }
    }
}
