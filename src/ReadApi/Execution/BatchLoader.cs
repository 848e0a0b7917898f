using GraphQL.DataLoader;

namespace Platform.ReadApi.Execution;

/// <summary>
/// Loads values by key, all keys of a wave of resolvers in one call, and each key once an operation. (The library's own loader
/// package cannot be had; its core still awaits <see cref="IDataLoaderResult"/>s wave by wave.)
/// </summary>
/// <typeparam name="TKey">What a value is found by.</typeparam>
/// <typeparam name="TValue">What is loaded.</typeparam>
public abstract class BatchLoader<TKey, TValue> where TKey : notnull where TValue : class
{
    private readonly Dictionary<TKey, Pending> _asked = [];
    private Batch? _open;

    /// <summary>The value of a key; null when there is none.</summary>
    public IDataLoaderResult<TValue?> Load(TKey key)
    {
        lock (_asked)
        {
            if (_asked.TryGetValue(key, out var pending))
                return pending;
            _open ??= new Batch(this);
            _open.Keys.Add(key);
            return _asked[key] = new Pending(_open, key);
        }
    }

    /// <summary>Loads many values at once; keys without a value are left out.</summary>
    protected abstract Task<IReadOnlyDictionary<TKey, TValue>> FetchAsync(IReadOnlyList<TKey> keys, CancellationToken cancellation);

    private sealed class Batch(BatchLoader<TKey, TValue> owner)
    {
        private Task<IReadOnlyDictionary<TKey, TValue>>? _fetch;

        public List<TKey> Keys { get; } = [];

        public Task<IReadOnlyDictionary<TKey, TValue>> RunAsync(CancellationToken cancellation)
        {
            lock (owner._asked)
            {
                if (owner._open == this)
                    owner._open = null;
                return _fetch ??= owner.FetchAsync(Keys, cancellation);
            }
        }
    }

    private sealed class Pending(Batch batch, TKey key) : IDataLoaderResult<TValue?>
    {
        public async Task<TValue?> GetResultAsync(CancellationToken cancellationToken = default) =>
            (await batch.RunAsync(cancellationToken)).GetValueOrDefault(key);

        async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) => await GetResultAsync(cancellationToken);
    }
}
