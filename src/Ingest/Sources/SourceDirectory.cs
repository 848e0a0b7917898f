using Marten;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Tenants;

namespace Platform.Ingest.Sources;

/// <summary>
/// Write keys and aliases in memory. The whole list is small, so it is read whole: at most once a second when an unknown key comes
/// (strangers cannot make it read more), and every ten seconds otherwise, so that another node's changes arrive.
/// </summary>
internal sealed class SourceDirectory(IServiceScopeFactory scopes, TimeProvider clock) : ISourceDirectory, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _reading = new(1);
    private volatile Known _known = new([], [], DateTimeOffset.MinValue);

    public ValueTask<ResolvedSource?> FindAsync(string writeKey, CancellationToken cancellation) =>
        FindAsync(known => known.Sources, writeKey, cancellation);

    public ValueTask<ResolvedSource?> FindAsync(SourceAliasKind kind, string value, CancellationToken cancellation) =>
        FindAsync(known => known.Aliases, (kind, SourceAlias.Normalize(kind, value)), cancellation);

    private async ValueTask<ResolvedSource?> FindAsync<TKey>(
        Func<Known, Dictionary<TKey, ResolvedSource>> names, TKey name, CancellationToken cancellation) where TKey : notnull
    {
        var known = _known;
        var age = clock.GetUtcNow() - known.ReadAt;
        if (names(known).TryGetValue(name, out var source) && age < Fresh)
            return source;
        if (age > AtMostEvery)
            known = await ReadAsync(known, cancellation);
        return names(known).GetValueOrDefault(name);
    }

    public void Dispose() => _reading.Dispose();

    private async Task<Known> ReadAsync(Known seen, CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            if (_known != seen)
                return _known;
            await using var scope = scopes.CreateAsyncScope();
            var session = scope.ServiceProvider.GetRequiredService<IQuerySession>();
            var tenants = await session.Query<Tenant>().OrderBy(tenant => tenant.AddedAt).ToListAsync(cancellation);
            var byKey = new Dictionary<string, ResolvedSource>(StringComparer.Ordinal);
            var byAlias = new Dictionary<(SourceAliasKind, string), ResolvedSource>();
            foreach (var tenant in tenants) // the eldest tenant keeps a key, whatever else is stored
            {
                foreach (var source in tenant.Sources)
                    byKey.TryAdd(source.WriteKey, Resolve(tenant, source.Name));
                foreach (var alias in tenant.Aliases)
                    byAlias.TryAdd((alias.Kind, alias.Value), Resolve(tenant, alias.Source));
            }
            return _known = new Known(byKey, byAlias, clock.GetUtcNow());
        }
        finally
        {
            _reading.Release();
        }
    }

    private static ResolvedSource Resolve(Tenant tenant, string source) => new(tenant.Slug, source, tenant.Identification);

    private sealed record Known(
        Dictionary<string, ResolvedSource> Sources, Dictionary<(SourceAliasKind, string), ResolvedSource> Aliases, DateTimeOffset ReadAt);
}
