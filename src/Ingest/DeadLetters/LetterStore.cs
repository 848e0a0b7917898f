using Marten;
using Npgsql;
using Platform.Contracts.Ingestion;

namespace Platform.Ingest.DeadLetters;

/// <summary>Reads the letters that a command is about, the oldest first.</summary>
internal static class LetterStore
{
    /// <summary>Letters that one command may be about.</summary>
    public const int Most = 100_000;

    /// <summary>What is wrong with the choice; null when nothing is.</summary>
    public static string? Check(LetterChoice choice) => choice switch
    {
        { Ids: null, Reason: null } => "Say which letters: give 'ids' or a 'reason'.",
        { Ids: not null, Reason: not null } => "Give 'ids' or a 'reason', not both.",
        { Ids.Count: > Most } => $"Choose at most {Most} letters at once.",
        _ => null,
    };

    /// <summary>The ids of the open letters meant.</summary>
    public static async Task<IReadOnlyList<Guid>> IdsAsync(IQuerySession session, LetterChoice choice, CancellationToken cancellation)
    {
        var open = session.ForTenant(choice.Tenant).Query<DeadLetter>().Where(letter => letter.ClosedAt == null);
        if (choice.Ids is { } ids)
            open = open.Where(letter => letter.Id.IsOneOf(ids.ToArray()));
        if (choice.Reason is { } reason)
            open = open.Where(letter => letter.Reason == reason);
        return await open.OrderBy(letter => letter.Id).Select(letter => letter.Id).Take(Most).ToListAsync(cancellation);
    }

    /// <summary>The letters that are open still, under a lock that only one command of the tenant has at a time.</summary>
    public static async Task<IReadOnlyList<DeadLetter>> TakeAsync(IDocumentSession session, string tenant, Guid[] ids, CancellationToken cancellation)
    {
        await session.BeginTransactionAsync(cancellation);
        await using (var turn = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended($1, 13))"))
        {
            turn.Parameters.Add(new() { Value = tenant });
            await session.ExecuteAsync(turn, cancellation);
        }
        return await session.ForTenant(tenant).Query<DeadLetter>()
            .Where(letter => letter.Id.IsOneOf(ids) && letter.ClosedAt == null).OrderBy(letter => letter.Id).ToListAsync(cancellation);
    }
}
