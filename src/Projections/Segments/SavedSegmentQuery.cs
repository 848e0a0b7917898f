using Marten;
using Platform.Contracts.Segments;
using Platform.Projections.Exploration;
using Platform.Projections.Questions;

namespace Platform.Projections.Segments;

/// <summary>Finds saved segments and cohorts, and counts them.</summary>
public sealed class SavedSegmentQuery(IDocumentStore store, ExplorationStore exploration, ExplorationTailer tailer, TimeProvider clock)
{
    /// <summary>When what is counted now was current.</summary>
    public DateTimeOffset CurrentAt => tailer.Position >= tailer.HighWater ? clock.GetUtcNow() : tailer.CurrentAt;

    /// <summary>The tenant's segments, or its cohorts, that are offered, by name.</summary>
    public async Task<IReadOnlyList<SavedSegment>> ListAsync(string tenant, bool cohorts, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var all = await session.Query<SavedSegment>().Where(segment => segment.Tenant == tenant).ToListAsync(cancellation);
        return [.. all.Where(segment => segment.ArchivedAt is null && (segment.Kind != SegmentKind.Segment) == cohorts).OrderBy(segment => segment.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>A cohort that is offered; null when there is none of this id.</summary>
    public async Task<SavedSegment?> CohortAsync(string tenant, string id, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        return Guid.TryParse(id, out var parsed) && await session.LoadAsync<SavedSegment>(parsed, cancellation) is { ArchivedAt: null } found
            && found.Tenant == tenant && found.Kind != SegmentKind.Segment ? found : null;
    }

    /// <summary>The rules behind an id: a segment's, or a cohort's.</summary>
    /// <exception cref="InvalidQuestionException">There is none of this id.</exception>
    public async Task<SegmentInput> FindAsync(string tenant, string id, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        return Guid.TryParse(id, out var parsed) && await session.LoadAsync<SavedSegment>(parsed, cancellation) is { } found && found.Tenant == tenant
            ? QuestionJson.Read<SegmentInput>(found.Question)
            : throw new InvalidQuestionException("'segmentId' is not the id of a segment or cohort.");
    }

    /// <summary>How many persons belong to it now.</summary>
    public async Task<long> SizeAsync(SavedSegment segment, CancellationToken cancellation)
    {
        var sql = new Sql();
        var scope = new Scope(segment.Tenant, new TimeRange(DateTimeOffset.UnixEpoch, clock.GetUtcNow())) { Segment = QuestionJson.Read<SegmentInput>(segment.Question) };
        sql.Add($"select count(distinct person) from ({Selection.Of(sql, scope, "person")})");
        return (await exploration.QueryAsync(sql, reader => reader.GetInt64(0), cancellation))[0];
    }
}
