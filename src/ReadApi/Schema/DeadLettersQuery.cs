using System.Globalization;
using Marten;
using Platform.Contracts.Ingestion;
using Platform.Projections.Questions;

namespace Platform.ReadApi.Schema;

/// <summary>Lists the dead letters of a tenant.</summary>
public sealed class DeadLettersQuery(IQuerySession session)
{
    private const string NoTenant = "*DEFAULT*";

    /// <summary>A page, the newest first.</summary>
    /// <param name="withStrangers">Also letters of requests that no source answers for.</param>
    /// <exception cref="InvalidQuestionException">The page cannot be given as asked.</exception>
    public async Task<DeadLetterConnection> RunAsync(
        string tenant, bool withStrangers, DropReason? reason, int first, string? after, CancellationToken cancellation)
    {
        if (first is < 1 or > 500)
            throw new InvalidQuestionException("'first' must be between 1 and 500.");
        if (!int.TryParse(after ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var skip))
            throw new InvalidQuestionException("'after' is not a cursor that this list gave.");
        var tenants = withStrangers ? new[] { tenant, NoTenant } : [tenant];
        var letters = session.Query<DeadLetter>().Where(letter => letter.TenantIsOneOf(tenants));
        if (reason is { } only)
            letters = letters.Where(letter => letter.Reason == only);
        var total = await letters.LongCountAsync(cancellation);
        var page = await letters.OrderByDescending(letter => letter.ReceivedAt).ThenByDescending(letter => letter.Id)
            .Skip(skip).Take(first).ToListAsync(cancellation);
        var next = skip + page.Count;
        return new DeadLetterConnection(
            [.. page.Select(letter => new DeadLetterType(letter))],
            PageInfo.At(next < total ? next.ToString(CultureInfo.InvariantCulture) : null), total);
    }
}
