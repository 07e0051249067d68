using System.Text;
using CiBudget.Text;

namespace CiBudget.Ledger;

/// <summary>Names of an enum's values as a ledger spells them: camel case.</summary>
internal static class LedgerNames<T>
    where T : struct, Enum
{
#pragma warning disable CA2263 // netstandard2.0 has no Enum.GetValues<T>().
    private static readonly T[] Values = (T[])Enum.GetValues(typeof(T));
#pragma warning restore CA2263
    private static readonly byte[][] Names = Array.ConvertAll(
        Values,
        value => Encoding.ASCII.GetBytes(CamelCase(value.ToString()))
    );

    public static ReadOnlySpan<byte> Format(T value) => Names[Array.IndexOf(Values, value)];

    public static bool TryParse(ReadOnlySpan<byte> name, out T value)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (name.SequenceEqual(Names[i]))
            {
                value = Values[i];
                return true;
            }
        }
        value = default;
        return false;
    }

    private static string CamelCase(string name) =>
        char.ToLowerInvariant(name[0]) + name.Substring(1);
}
