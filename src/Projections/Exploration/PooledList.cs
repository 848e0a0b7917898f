using System.Buffers;

namespace Platform.Projections.Exploration;

/// <summary>A list whose memory goes back to a pool: millions of values for a moment would otherwise call for a full collection each time.</summary>
internal sealed class PooledList<T> : IDisposable where T : unmanaged
{
    private T[] _items = ArrayPool<T>.Shared.Rent(1 << 10);

    public int Count { get; private set; }

    /// <summary>The values; valid until the next is added.</summary>
    public Span<T> Span => _items.AsSpan(0, Count);

    public ref T this[int index] => ref _items[index];

    public void Add(T item)
    {
        if (Count == _items.Length)
            Grow(Count * 2);
        _items[Count++] = item;
    }

    /// <summary>Makes it so long; what is new is empty.</summary>
    public void Extend(int count)
    {
        if (count <= Count)
            return;
        if (count > _items.Length)
            Grow(count);
        _items.AsSpan(Count..count).Clear();
        Count = count;
    }

    public void Dispose()
    {
        ArrayPool<T>.Shared.Return(_items);
        (_items, Count) = ([], 0);
    }

    private void Grow(int capacity)
    {
        var larger = ArrayPool<T>.Shared.Rent(capacity);
        Span.CopyTo(larger);
        ArrayPool<T>.Shared.Return(_items);
        _items = larger;
    }
}
