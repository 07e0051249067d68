using System.Globalization;

namespace CiBudget.Wire.Tests;

public sealed class FingerprintTests
{
    [Test]
    public void Every_digit_is_right_at_every_place()
    {
        Span<char> digits = stackalloc char[8];
        foreach (var others in (uint[])[0, 0x99999999, 0xAAAAAAAA, uint.MaxValue])
            for (var place = 0; place < 32; place += 4)
            for (var digit = 0u; digit < 16; digit++)
            {
                var value = others & ~(0xFu << place) | digit << place;

                Fingerprint.Hex(value, digits);

                Assert.That(
                    digits.ToString(),
                    Is.EqualTo(value.ToString("x8", CultureInfo.InvariantCulture))
                );
            }
    }

    [Test]
    public void Its_text_has_the_digits_of_all_its_bits()
    {
        var hashes = Enumerable
            .Range(0, 5000)
            .Select(i =>
            {
                var hash = new Fingerprint("run");
                hash.Add(BitConverter.GetBytes(i));
                return hash.ToString();
            })
            .ToList();

        for (var place = 0; place < 16; place++)
            Assert.That(
                hashes.Select(hash => hash[place]).Distinct().Order(),
                Is.EqualTo("0123456789abcdef")
            );
        // Its halves are not the same digits.
        Assert.That(hashes, Has.None.Matches<string>(hash => hash[..8] == hash[8..]));
    }
}
