using System.Runtime.InteropServices;

namespace CiBudget.Ledger;

/// <summary>Values by keys that are bytes of a line: a look-up decodes and allocates nothing. Keys are copied when they are new.</summary>
internal sealed class ByteTable<T>
    where T : class
{
    private (ulong Hash, byte[]? Key, T Value)[] _slots = new (ulong, byte[]?, T)[64];
    private int _count;

    public T? Find(ReadOnlySpan<byte> key)
    {
        var hash = Hash(key);
        var mask = _slots.Length - 1;
        for (var i = (int)hash & mask; ; i = (i + 1) & mask)
        {
            ref var slot = ref _slots[i];
            if (slot.Key is null)
                return null;
            if (slot.Hash == hash && key.SequenceEqual(slot.Key))
                return slot.Value;
        }
    }

    /// <summary>Adds a key that <see cref="Find"/> did not find.</summary>
    public void Add(ReadOnlySpan<byte> key, T value)
    {
        if (++_count * 2 > _slots.Length)
            Grow();
        Put(_slots, (Hash(key), key.ToArray(), value));
    }

    /// <summary>A hash of bytes that is the same in every process.</summary>
    public static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        const ulong Prime = 0x9E3779B97F4A7C15;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var (even, odd) = ((ulong)bytes.Length, Prime);
        var i = 0;
        // Two chains, so that one multiplication need not wait for the other.
        for (; i + 1 < words.Length; i += 2)
        {
            even = Mix(even ^ words[i]);
            odd = Mix(odd ^ words[i + 1]);
        }
        if (i < words.Length)
            even = Mix(even ^ words[i]);
        foreach (var single in bytes.Slice(words.Length * sizeof(ulong)))
            odd = Mix(odd ^ single);
        return Mix(even ^ Mix(odd));

        static ulong Mix(ulong value)
        {
            value = unchecked(value * Prime);
            return value ^ (value >> 32);
        }
    }

    private void Grow()
    {
        var larger = new (ulong, byte[]?, T)[_slots.Length * 2];
        foreach (var slot in _slots)
        {
            if (slot.Key is not null)
                Put(larger, slot);
        }
        _slots = larger;
    }

    private static void Put(
        (ulong Hash, byte[]? Key, T Value)[] slots,
        (ulong Hash, byte[]? Key, T Value) added
    )
    {
        var mask = slots.Length - 1;
        var i = (int)added.Hash & mask;
        while (slots[i].Key is not null)
            i = (i + 1) & mask;
        slots[i] = added;
    }
}
