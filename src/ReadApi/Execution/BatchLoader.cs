using GraphQL.DataLoader;

namespace Platform.ReadApi.Execution;

/// <summary>Collects the keys that one wave of fields asks for and fetches them together; a key is fetched once a request.</summary>
public abstract class BatchLoader<TKey, TValue> where TKey : notnull where TValue : class
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Pending> _asked = [];
    private Batch? _open;

    /// <summary>Fetches the values of the keys; a key without a value is left out.</summary>
    protected abstract Task<IReadOnlyDictionary<TKey, TValue>> FetchAsync(IReadOnlyList<TKey> keys, CancellationToken cancellation);

    /// <summary>The value of a key, once the wave is complete.</summary>
    public IDataLoaderResult<TValue?> Load(TKey key)
    {
        lock (_gate)
        {
            if (_asked.TryGetValue(key, out var known))
                return known;
            _open ??= new Batch(this);
            _open.Keys.Add(key);
            return _asked[key] = new Pending(_open, key);
        }
    }

    private sealed class Batch(BatchLoader<TKey, TValue> owner)
    {
        private Task<IReadOnlyDictionary<TKey, TValue>>? _values;

        public List<TKey> Keys { get; } = [];

        public Task<IReadOnlyDictionary<TKey, TValue>> ValuesAsync(CancellationToken cancellation)
        {
            lock (owner._gate)
            {
                if (owner._open == this)
                    owner._open = null;
                return _values ??= owner.FetchAsync(Keys, cancellation);
            }
        }
    }

    private sealed class Pending(Batch batch, TKey key) : IDataLoaderResult<TValue?>
    {
        public async Task<TValue?> GetResultAsync(CancellationToken cancellationToken = default) =>
            (await batch.ValuesAsync(cancellationToken)).GetValueOrDefault(key);

        async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) => await GetResultAsync(cancellationToken);
    }
}
