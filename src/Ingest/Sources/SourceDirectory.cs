using Marten;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Tenants;
using Platform.Contracts.TrackingPlans;
using Platform.Ingest.Storing;

namespace Platform.Ingest.Sources;

/// <summary>
/// Write keys and aliases in memory. The whole list is small, so it is read whole: at most ten times a second when an unknown key comes
/// (strangers cannot make it read more), and every two seconds otherwise, so that changes arrive on every node. While the database is away
/// what was known goes on to hold: brokers, or the queue, take what known sources send.
/// </summary>
internal sealed class SourceDirectory(IServiceScopeFactory scopes, TimeProvider clock) : ISourceDirectory
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(100);
    private static readonly SourceRules Unlimited = new();

    private readonly Lock _gate = new();
    private volatile Known _known = new(null);
    private Task<Known>? _reading;

    public ValueTask<ResolvedSource?> FindAsync(string writeKey, CancellationToken cancellation) =>
        FindAsync(known => known.Keys, writeKey, cancellation);

    public ValueTask<ResolvedSource?> FindAsync(SourceAliasKind kind, string value, CancellationToken cancellation) =>
        FindAsync(known => known.Aliases, (kind, SourceAlias.Normalize(kind, value)), cancellation);

    public async ValueTask<SourceRules> RulesAsync(string tenant, string source, CancellationToken cancellation) =>
        (await FreshAsync(cancellation)).Sources.GetValueOrDefault((tenant, source))?.Rules ?? Unlimited;

    public async ValueTask<AppliedPlan?> PlanAsync(string tenant, CancellationToken cancellation) =>
        (await FreshAsync(cancellation)).Plans.GetValueOrDefault(tenant);

    private async ValueTask<ResolvedSource?> FindAsync<TKey>(
        Func<Known, Dictionary<TKey, (ResolvedSource Source, DateTimeOffset Until)>> names, TKey name, CancellationToken cancellation) where TKey : notnull
    {
        var known = _known;
        var (age, has) = (Age(known), names(known).ContainsKey(name));
        if (age >= Fresh || (age > AtMostEvery && !has))
            known = await ReadAsync(known, has, cancellation);
        return names(known).TryGetValue(name, out var found) && clock.GetUtcNow() < found.Until ? found.Source : null;
    }

    private async ValueTask<Known> FreshAsync(CancellationToken cancellation)
    {
        var known = _known;
        return Age(known) >= Fresh ? await ReadAsync(known, known.ReadAt is not null, cancellation) : known;
    }

    // By a clock that nobody sets.
    private TimeSpan Age(Known known) => known.ReadAt is { } at ? clock.GetElapsedTime(at) : TimeSpan.MaxValue;

    private async Task<Known> ReadAsync(Known seen, bool mayBeOld, CancellationToken cancellation)
    {
        Task<Known> reading;
        lock (_gate)
        {
            if (_known != seen)
                return _known;
            if (_reading is not { IsCompleted: false })
                _reading = Task.Run(() => ReadAsync(seen), CancellationToken.None);
            reading = _reading;
        }
        try
        {
            return await reading.WaitAsync(mayBeOld ? Patience : Timeout.InfiniteTimeSpan, clock, cancellation);
        }
        catch (Exception away) when (mayBeOld && (away is TimeoutException || Transient.OfDatabase(away)))
        {
            return seen;
        }
    }

    // One for all who wait, however long the database takes to fail.
    private async Task<Known> ReadAsync(Known seen)
    {
        await using var scope = scopes.CreateAsyncScope();
        var session = scope.ServiceProvider.GetRequiredService<IQuerySession>();
        var known = new Known(clock.GetTimestamp());
        foreach (var plan in await session.Query<TrackingPlan>().ToListAsync())
            known.Plans[plan.Tenant] = seen.Plans.GetValueOrDefault(plan.Tenant) is { } applied && applied.Revision == plan.Revision ? applied : new AppliedPlan(plan);
        foreach (var tenant in await session.Query<Tenant>().OrderBy(tenant => tenant.AddedAt).ToListAsync())
            known.Add(tenant);
        return _known = known;
    }

    private sealed class Known(long? readAt)
    {
        public long? ReadAt => readAt;
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
