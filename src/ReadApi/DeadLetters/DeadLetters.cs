using System.Text.Json;
using GraphQL;
using Marten;
using Marten.Linq;
using Platform.Contracts.Ingestion;
using Platform.Projections.Questions;
using Platform.ReadApi.Questions;
using Stored = Platform.Contracts.Ingestion.DeadLetter;

namespace Platform.ReadApi.DeadLetters;

/// <summary>An event that was refused.</summary>
public sealed record DeadLetter
{
    /// <summary>Opaque.</summary>
    [Id] public required string Id { get; init; }

    /// <summary>Why it was refused.</summary>
    public required DropReason Reason { get; init; }

    /// <summary>What to change, in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>When the collector had it.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The event as it was sent; text that is no JSON stands as a string.</summary>
    public required JsonElement Payload { get; init; }
}

/// <summary>Refused events, the newest first.</summary>
/// <param name="Nodes">This page.</param>
/// <param name="PageInfo">Where it ends.</param>
/// <param name="TotalCount">How many there are on all pages.</param>
public sealed record DeadLetterConnection(IReadOnlyList<DeadLetter> Nodes, PageInfo PageInfo, long TotalCount);

/// <summary>Lists a tenant's dead letters.</summary>
public sealed class DeadLettersQuery(IDocumentStore store)
{
    private const int Most = 500;
    private const string NoTenant = "*DEFAULT*";

    /// <summary>A page of the letters with the reason, or of all.</summary>
    /// <param name="withStrangers">Also letters of requests that no source answers for.</param>
    /// <exception cref="InvalidQuestionException">A page of that size or from that place cannot be had.</exception>
    public async Task<DeadLetterConnection> RunAsync(
        string tenant, bool withStrangers, DropReason? reason, int first, string? after, CancellationToken cancellation)
    {
        if (first is < 1 or > Most)
            throw new InvalidQuestionException($"'first' must be from 1 to {Most}.");
        await using var session = store.QuerySession();
        string[] tenants = withStrangers ? [tenant, NoTenant] : [tenant];
        var letters = session.Query<Stored>().Where(letter => letter.TenantIsOneOf(tenants));
        if (reason is { } only)
            letters = letters.Where(letter => letter.Reason == only);
        var total = await letters.LongCountAsync(cancellation);
        if (after is not null)
        {
            if (!Guid.TryParse(after, out var last))
                throw new InvalidQuestionException("'after' is not a cursor that this list gave.");
            letters = letters.Where(letter => letter.Id.CompareTo(last) < 0);
        }
        var page = await letters.OrderByDescending(letter => letter.Id).Take(first + 1).ToListAsync(cancellation);
        var nodes = page.Take(first).Select(Of).ToList();
        return new(nodes, PageInfo.Of(page.Count > first ? nodes[^1].Id : null), total);
    }

    private static DeadLetter Of(Stored letter) => new()
    {
        Id = letter.Id.ToString("N"), Reason = letter.Reason, Message = letter.Message, ReceivedAt = letter.ReceivedAt, Payload = letter.Payload,
    };
}
