using System.Security.Cryptography;
using Platform.Projections.Exploration;
using Platform.Projections.Questions;

namespace Platform.Projections.Lineage;

/// <summary>What stands behind a figure.</summary>
/// <param name="Projection">The read model that answers.</param>
/// <param name="Version">Version of its shape.</param>
/// <param name="Sequence">The last event that it has.</param>
/// <param name="Events">How many events are behind the figure.</param>
/// <param name="FirstSequence">The first of them by its place in the store; null when there is none.</param>
/// <param name="LastSequence">The last of them.</param>
/// <param name="SampleEventIds">Some of them, the first ones by their place in the store.</param>
/// <param name="Digest">SHA-256 over all of them: for each event in order of sequence its id, 32 hexadecimal digits, and a line feed.</param>
/// <param name="AsOf">Recorded time up to which events are in it.</param>
public sealed record EventLineage(
    string Projection, int Version, long Sequence, long Events, long? FirstSequence, long? LastSequence,
    IReadOnlyList<string> SampleEventIds, string Digest, DateTimeOffset AsOf);

/// <summary>Finds what stands behind a figure.</summary>
public sealed class LineageQuery(ExplorationStore store, TimeProvider clock)
{
    private const int Samples = 20;

    /// <summary>The events of a figure: those that match any of <paramref name="match"/> (all when empty) and all filters.</summary>
    /// <exception cref="InvalidQuestionException">It cannot be answered as asked.</exception>
    public async Task<EventLineage> RunAsync(
        string tenant, TimeRange range, IReadOnlyCollection<EventMatch> match, IReadOnlyList<PropertyFilter> filters, SegmentInput? segment,
        DateTimeOffset? asOf, CancellationToken cancellation)
    {
        var position = (await store.QueryAsync(new Sql().Add("select sequence from position"), reader => reader.GetInt64(0), cancellation))[0];
        var sql = new Sql();
        var scope = new Scope(tenant, range) { Filters = filters, Segment = segment, AsOf = asOf };
        sql.Add(Selection.Of(sql, scope, "e.seq, replace(e.event_id::varchar, '-', '') || chr(10)", match)).Add($"and e.seq <= {sql.Value(position)} order by e.seq");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var samples = new List<string>();
        var (count, first, last) = (0L, (long?)null, (long?)null);
        void Take(ColumnChunk chunk)
        {
            var sequences = chunk.Column<long>(0);
            var ids = chunk.Text(1);
            for (var row = 0; row < chunk.Rows; row++, count++)
            {
                hash.AppendData(ids.Utf8(row));
                first ??= sequences[row];
                last = sequences[row];
                if (samples.Count < Samples)
                    samples.Add(ids.Value(row)!.TrimEnd('\n'));
            }
        }
        return await store.ScanAsync(sql, Take, _ => new EventLineage(
            "exploration", ExplorationSchema.Version, position, count, first, last, samples,
            Convert.ToHexStringLower(hash.GetHashAndReset()), asOf ?? clock.GetUtcNow()), cancellation);
    }
}
