using Marten;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Tenants;
using Platform.Contracts.TrackingPlans;

namespace Platform.Ingest.Sources;

/// <summary>
/// Write keys and aliases in memory. The whole list is small, so it is read whole: at most ten times a second when an unknown key comes
/// (strangers cannot make it read more), and every two seconds otherwise, so that changes arrive on every node.
/// </summary>
internal sealed class SourceDirectory(IServiceScopeFactory scopes, TimeProvider clock) : ISourceDirectory, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(100);
    private static readonly SourceRules Unlimited = new();

    private readonly SemaphoreSlim _reading = new(1);
    private volatile Known _known = new(DateTimeOffset.MinValue);

    public ValueTask<ResolvedSource?> FindAsync(string writeKey, CancellationToken cancellation) =>
        FindAsync(known => known.Keys, writeKey, cancellation);

    public ValueTask<ResolvedSource?> FindAsync(SourceAliasKind kind, string value, CancellationToken cancellation) =>
        FindAsync(known => known.Aliases, (kind, SourceAlias.Normalize(kind, value)), cancellation);

    public async ValueTask<SourceRules> RulesAsync(string tenant, string source, CancellationToken cancellation) =>
        (await FreshAsync(cancellation)).Sources.GetValueOrDefault((tenant, source))?.Rules ?? Unlimited;

    public async ValueTask<AppliedPlan?> PlanAsync(string tenant, CancellationToken cancellation) =>
        (await FreshAsync(cancellation)).Plans.GetValueOrDefault(tenant);

    public void Dispose() => _reading.Dispose();

    private async ValueTask<ResolvedSource?> FindAsync<TKey>(
        Func<Known, Dictionary<TKey, (ResolvedSource Source, DateTimeOffset Until)>> names, TKey name, CancellationToken cancellation) where TKey : notnull
    {
        var known = _known;
        var now = clock.GetUtcNow();
        var age = now - known.ReadAt;
        if (age >= Fresh || (age > AtMostEvery && !names(known).ContainsKey(name)))
            known = await ReadAsync(known, cancellation);
        return names(known).TryGetValue(name, out var found) && now < found.Until ? found.Source : null;
    }

    private async ValueTask<Known> FreshAsync(CancellationToken cancellation)
    {
        var known = _known;
        return clock.GetUtcNow() - known.ReadAt >= Fresh ? await ReadAsync(known, cancellation) : known;
    }

    private async Task<Known> ReadAsync(Known seen, CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            if (_known != seen)
                return _known;
            await using var scope = scopes.CreateAsyncScope();
            var session = scope.ServiceProvider.GetRequiredService<IQuerySession>();
            var known = new Known(clock.GetUtcNow());
            foreach (var plan in await session.Query<TrackingPlan>().ToListAsync(cancellation))
                known.Plans[plan.Tenant] = seen.Plans.GetValueOrDefault(plan.Tenant) is { } applied && applied.Revision == plan.Revision ? applied : new AppliedPlan(plan);
            foreach (var tenant in await session.Query<Tenant>().OrderBy(tenant => tenant.AddedAt).ToListAsync(cancellation))
                known.Add(tenant);
            return _known = known;
        }
        finally
        {
            _reading.Release();
        }
    }

    private sealed class Known(DateTimeOffset readAt)
    {
        public DateTimeOffset ReadAt => readAt;
        public Dictionary<string, (ResolvedSource Source, DateTimeOffset Until)> Keys { get; } = new(StringComparer.Ordinal);
        public Dictionary<(SourceAliasKind, string), (ResolvedSource Source, DateTimeOffset Until)> Aliases { get; } = [];
        public Dictionary<(string Tenant, string Source), ResolvedSource> Sources { get; } = [];
        public Dictionary<string, AppliedPlan> Plans { get; } = new(StringComparer.Ordinal);

        // The eldest tenant comes first and keeps a key, whatever else is stored.
        public void Add(Tenant tenant)
        {
            foreach (var source in tenant.Sources)
            {
                var resolved = Sources[(tenant.Slug, source.Name)] = new ResolvedSource(tenant.Slug, source.Name, tenant.Identification)
                {
                    Rules = source.Rules, Plan = Plans.GetValueOrDefault(tenant.Slug),
                };
                Keys.TryAdd(source.WriteKey, (resolved, DateTimeOffset.MaxValue));
                foreach (var old in source.OldKeys)
                    Keys.TryAdd(old.WriteKey, (resolved, old.Until));
            }
            foreach (var alias in tenant.Aliases)
                if (Sources.TryGetValue((tenant.Slug, alias.Source), out var known))
                    Aliases.TryAdd((alias.Kind, alias.Value), (known, DateTimeOffset.MaxValue));
        }
    }
}
