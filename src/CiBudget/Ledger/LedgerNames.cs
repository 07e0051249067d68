using System.Text;
using CiBudget.Text;

namespace CiBudget.Ledger;

/// <summary>Names of an enum's values as a ledger spells them: camel case.</summary>
internal static class LedgerNames<T>
    where T : struct, Enum
{
    private static readonly byte[][] Names =
    [
        .. CamelCase<T>.Names.Select(name => Encoding.ASCII.GetBytes(name)),
    ];

    public static ReadOnlySpan<byte> Format(T value) =>
        Names[Array.IndexOf(CamelCase<T>.Values, value)];

    public static bool TryParse(ReadOnlySpan<byte> name, out T value)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (name.SequenceEqual(Names[i]))
            {
                value = CamelCase<T>.Values[i];
                return true;
            }
        }
        value = default;
        return false;
    }
}
