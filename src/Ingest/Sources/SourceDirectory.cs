using Marten;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Tenants;

namespace Platform.Ingest.Sources;

/// <summary>
/// Write keys in memory. The whole list is small, so it is read whole: at most once a second when an unknown key comes
/// (strangers cannot make it read more), and every ten seconds otherwise, so that another node's changes arrive.
/// </summary>
internal sealed class SourceDirectory(IServiceScopeFactory scopes, TimeProvider clock) : ISourceDirectory, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _reading = new(1);
    private volatile Known _known = new([], DateTimeOffset.MinValue);

    public async ValueTask<ResolvedSource?> FindAsync(string writeKey, CancellationToken cancellation)
    {
        var known = _known;
        var age = clock.GetUtcNow() - known.ReadAt;
        if (known.Sources.TryGetValue(writeKey, out var source) && age < Fresh)
            return source;
        if (age > AtMostEvery)
            known = await ReadAsync(known, cancellation);
        return known.Sources.GetValueOrDefault(writeKey);
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
            var sources =
                from tenant in tenants
                from source in tenant.Sources
                select (source.WriteKey, Resolved: new ResolvedSource(tenant.Slug, source.Name, tenant.Identification));
            var byKey = new Dictionary<string, ResolvedSource>(StringComparer.Ordinal);
            foreach (var (key, source) in sources)
                byKey.TryAdd(key, source); // the eldest tenant keeps a key, whatever else is stored
            return _known = new Known(byKey, clock.GetUtcNow());
        }
        finally
        {
            _reading.Release();
        }
    }

    private sealed record Known(Dictionary<string, ResolvedSource> Sources, DateTimeOffset ReadAt);
}
