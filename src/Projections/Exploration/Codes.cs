using System.Text;

namespace Platform.Projections.Exploration;

/// <summary>Small numbers for texts, in order of their first appearance.</summary>
internal sealed class TextCodes
{
    private const int Short = 256;
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public TextCodes() => _lookup = _codes.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The texts, by their numbers.</summary>
    public List<string> Texts { get; } = [];

    /// <summary>The number of a text given as UTF-8.</summary>
    public int Of(ReadOnlySpan<byte> utf8)
    {
        Span<char> buffer = stackalloc char[Short];
        var text = utf8.Length <= Short ? buffer : new char[utf8.Length];
        return Of(text[..Encoding.UTF8.GetChars(utf8, text)]);
    }

    private int Of(ReadOnlySpan<char> text)
    {
        if (_lookup.TryGetValue(text, out var code))
            return code;
        Texts.Add(text.ToString());
        return _codes[Texts[^1]] = Texts.Count - 1;
    }
}

/// <summary>Small numbers for 64-bit keys, in order of their first appearance: a hash table without removal, tuned for millions of look-ups.</summary>
internal sealed class KeyCodes
{
    private int[] _slots = new int[1 << 12];

    /// <summary>The keys, by their numbers.</summary>
    public List<long> Keys { get; } = [];

    public int Of(long key)
    {
        var mask = _slots.Length - 1;
        for (var slot = Slot(key); ; slot = (slot + 1) & mask)
        {
            var code = _slots[slot] - 1;
            if (code < 0)
                return Add(key, slot);
            if (Keys[code] == key)
                return code;
        }
    }

    private int Add(long key, int slot)
    {
        Keys.Add(key);
        _slots[slot] = Keys.Count;
        if (Keys.Count * 2 > _slots.Length)
            Grow();
        return Keys.Count - 1;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        var mask = _slots.Length - 1;
        for (var code = 0; code < Keys.Count; code++)
        {
            var slot = Slot(Keys[code]);
            while (_slots[slot] != 0)
                slot = (slot + 1) & mask;
            _slots[slot] = code + 1;
        }
    }

    // The golden ratio spreads keys that follow each other, as sessions' do.
    private int Slot(long key) => (int)((ulong)key * 0x9E3779B97F4A7C15UL >> 40) & (_slots.Length - 1);
}
