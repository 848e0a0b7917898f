using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Platform.Projections.Exploration;

/// <summary>Small numbers for texts, in order of their first appearance: found by their UTF-8 bytes, so that a known text is never decoded.</summary>
internal sealed class TextCodes
{
    private const ulong Odd = 0x9E3779B97F4A7C15;
    private readonly List<byte[]> _bytes = [];
    private (uint Hash, int Code)[] _slots = new (uint, int)[1 << 10];

    /// <summary>The texts, by their numbers.</summary>
    public List<string> Texts { get; } = [];

    /// <summary>The number of a text given as UTF-8.</summary>
    public int Of(ReadOnlySpan<byte> utf8)
    {
        var (hash, mask) = (Hash(utf8), _slots.Length - 1);
        for (var slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            var (known, code) = _slots[slot];
            if (code == 0)
                return Add(utf8, hash, slot);
            if (known == hash && utf8.SequenceEqual(_bytes[code - 1]))
                return code - 1;
        }
    }

    /// <summary>The number of a text.</summary>
    public int Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    private int Add(ReadOnlySpan<byte> utf8, uint hash, int slot)
    {
        _bytes.Add(utf8.ToArray());
        Texts.Add(Encoding.UTF8.GetString(utf8));
        _slots[slot] = (hash, Texts.Count);
        if (Texts.Count * 2 > _slots.Length)
            Grow();
        return Texts.Count - 1;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new (uint, int)[old.Length * 2];
        foreach (var (hash, code) in old)
        {
            if (code == 0)
                continue;
            var slot = (int)hash & (_slots.Length - 1);
            while (_slots[slot].Code != 0)
                slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = (hash, code);
        }
    }

    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        var hash = (ulong)utf8.Length * Odd;
        for (; utf8.Length >= sizeof(ulong); utf8 = utf8[sizeof(ulong)..])
            hash = (BitOperations.RotateLeft(hash, 27) ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8)) * Odd;
        foreach (var rest in utf8)
            hash = (BitOperations.RotateLeft(hash, 27) ^ rest) * Odd;
        return (uint)(hash >> 32);
    }
}

/// <summary>Small numbers for 64-bit keys, in order of their first appearance: a hash table without removal, tuned for millions of look-ups.</summary>
internal sealed class KeyCodes : IDisposable
{
    private readonly PooledList<long> _keys = new();
    private PooledList<int> _slots = Empty(1 << 12);

    /// <summary>The keys, by their numbers.</summary>
    public ReadOnlySpan<long> Keys => _keys.Span;

    /// <summary>The number of a key that has one; else -1.</summary>
    public int Find(long key)
    {
        var slots = _slots.Span;
        var keys = _keys.Span;
        var mask = slots.Length - 1;
        for (var slot = Slot(key); ; slot = (slot + 1) & mask)
        {
            var code = slots[slot] - 1;
            if (code < 0 || keys[code] == key)
                return code;
        }
    }

    /// <summary>The number of a key, which may be a new one.</summary>
    public int Of(long key)
    {
        var slots = _slots.Span;
        var keys = _keys.Span;
        var mask = slots.Length - 1;
        for (var slot = Slot(key); ; slot = (slot + 1) & mask)
        {
            var code = slots[slot] - 1;
            if (code < 0)
                return Add(key, slot);
            if (keys[code] == key)
                return code;
        }
    }

    public void Dispose()
    {
        _keys.Dispose();
        _slots.Dispose();
    }

    private int Add(long key, int slot)
    {
        _keys.Add(key);
        _slots[slot] = _keys.Count;
        if (_keys.Count * 2 > _slots.Count)
            Grow();
        return _keys.Count - 1;
    }

    private void Grow()
    {
        var count = _slots.Count * 2;
        _slots.Dispose();
        _slots = Empty(count);
        var (keys, mask) = (_keys.Count, count - 1);
        for (var code = 0; code < keys; code++)
        {
            var slot = Slot(_keys[code]);
            while (_slots[slot] != 0)
                slot = (slot + 1) & mask;
            _slots[slot] = code + 1;
        }
    }

    private static PooledList<int> Empty(int count)
    {
        var slots = new PooledList<int>();
        slots.Extend(count);
        return slots;
    }

    // The golden ratio spreads keys that follow each other, as sessions' do.
    private int Slot(long key) => (int)((ulong)key * 0x9E3779B97F4A7C15UL >> 40) & (_slots.Count - 1);
}
