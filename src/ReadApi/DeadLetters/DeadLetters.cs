using Marten;
using Marten.Linq;
using Platform.Contracts.Ingestion;
using Platform.Projections.Questions;
using Platform.ReadApi.Questions;
using Stored = Platform.Contracts.Ingestion.DeadLetter;

namespace Platform.ReadApi.DeadLetters;

/// <summary>Lists a tenant's dead letters.</summary>
public sealed class DeadLettersQuery(IDocumentStore store)
{
    private const int Most = 500;
    private const string NoTenant = "*DEFAULT*";

    /// <summary>A page of the letters with the reason and from the source, or of all.</summary>
    /// <param name="withStrangers">Also letters of requests that no source answers for.</param>
    /// <exception cref="InvalidQuestionException">A page of that size or from that place cannot be had.</exception>
    public async Task<DeadLetterConnection> RunAsync(
        string tenant, bool withStrangers, DropReason? reason, LetterState state, string? source, int first, string? after, CancellationToken cancellation)
    {
        if (first is < 1 or > Most)
            throw new InvalidQuestionException($"'first' must be from 1 to {Most}.");
        await using var session = store.QuerySession();
        string[] tenants = withStrangers ? [tenant, NoTenant] : [tenant];
        var letters = session.Query<Stored>().Where(letter => letter.TenantIsOneOf(tenants));
        letters = state == LetterState.Open ? letters.Where(letter => letter.ClosedAt == null) : letters.Where(letter => letter.State == state);
        if (source is not null)
            letters = letters.Where(letter => letter.Source == source);
        var byReason = new List<DropCount>();
        foreach (var one in Enum.GetValues<DropReason>())
            if (await letters.Where(letter => letter.Reason == one).LongCountAsync(cancellation) is > 0 and var count)
                byReason.Add(new DropCount(one, count));
        if (reason is { } only)
            letters = letters.Where(letter => letter.Reason == only);
        if (after is not null)
        {
            if (!Guid.TryParse(after, out var last))
                throw new InvalidQuestionException("'after' is not a cursor that this list gave.");
            letters = letters.Where(letter => letter.Id.CompareTo(last) < 0);
        }
        var page = await letters.OrderByDescending(letter => letter.Id).Take(first + 1).ToListAsync(cancellation);
        var nodes = page.Take(first).Select(DeadLetter.Of).ToList();
        return new(nodes, PageInfo.Of(page.Count > first ? nodes[^1].Id : null),
            byReason.Where(count => reason is null || count.Reason == reason).Sum(count => count.Count), byReason);
    }

    /// <summary>Letters by their ids, whatever became of them.</summary>
    public async Task<IReadOnlyList<DeadLetter>> FindAsync(string tenant, IEnumerable<Guid> ids, CancellationToken cancellation)
    {
        await using var session = store.QuerySession(tenant);
        return [.. (await session.LoadManyAsync<Stored>(cancellation, ids)).OrderBy(letter => letter.Id).Select(DeadLetter.Of)];
    }
}
