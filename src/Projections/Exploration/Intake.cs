using Platform.Contracts.Ingestion;
using Platform.Contracts.Persons;

namespace Platform.Projections.Exploration;

/// <summary>Brings an edition of the store forward by what the event store has and it has not, of one tenant or of all.</summary>
internal sealed class Intake(EventReader reader, PageWriter writer, string? tenant = null)
{
    /// <summary>The last event written, the last person link, and the edition of links that it is from.</summary>
    public (long Sequence, long Links, long Generation) Position() => writer.Position();

    /// <summary>Takes the person links of an edition of theirs up to a sequence.</summary>
    public async Task LinkAsync(long generation, long through, CancellationToken cancellation)
    {
        var (_, links, known) = writer.Position();
        if (known != generation)
            writer.WriteLinks(await reader.LinksAsync(0, through, tenant, cancellation), generation);
        else if (await reader.LinksAsync(links, through, tenant, cancellation) is { Count: > 0 } fresh)
            writer.WriteLinks(fresh);
    }

    /// <summary>Takes the page of events after a position; gives them and where it is then.</summary>
    public async Task<(IReadOnlyList<StoredEvent> Events, long Through)> TakeAsync(long position, long highWater, int pageSize, CancellationToken cancellation)
    {
        var (events, forgotten, through) = await reader.ReadAsync(position, highWater, pageSize, tenant, cancellation);
        await WriteAsync(events, forgotten, position, through, cancellation);
        return (events, through);
    }

    // Who was joined with a forgotten person lost an event somewhere in its past: its sessions are made anew from what is left.
    private async Task WriteAsync(
        List<StoredEvent> events, List<(string Tenant, PersonForgotten Person)> forgotten, long position, long through, CancellationToken cancellation)
    {
        var gone = new List<(string, Guid)>();
        var again = new List<StoredEvent>();
        foreach (var (owner, person) in forgotten)
        {
            gone.AddRange(person.Visitors.Concat(person.Others).Select(visitor => (owner, visitor)));
            again.AddRange(await reader.OfAsync(owner, person.Others, position, cancellation));
        }
        writer.Write([.. again.DistinctBy(stored => stored.Sequence), .. events], through, gone);
    }
}
