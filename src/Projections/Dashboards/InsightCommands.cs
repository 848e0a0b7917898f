using System.Text.Json;
using Marten;
using Platform.Contracts;
using Platform.Contracts.Dashboards;

namespace Platform.Projections.Dashboards;

/// <summary>Keeps a question under a name.</summary>
/// <param name="Question">In the form of its GraphQL input; it was answered once.</param>
public sealed record SaveInsight(string Tenant, string Name, InsightKind Kind, JsonElement Question, InsightSpan Span, string By);

/// <summary>Takes an insight away, from every dashboard too; again changes nothing.</summary>
public sealed record RemoveInsight(string Tenant, Guid Id, string By);

/// <summary>What became of a command about an insight.</summary>
/// <param name="Problem">What to change; null when it was done.</param>
/// <param name="Insight">The insight as it is now.</param>
public sealed record InsightAnswer(string? Problem, SavedInsight? Insight = null);

/// <summary>Decides and appends.</summary>
public static class InsightHandler
{
    /// <summary>Saves one.</summary>
    public static InsightAnswer Handle(SaveInsight command, IDocumentSession session, TimeProvider clock)
    {
        if (DashboardName.Problem(command.Name) is { } problem)
            return new InsightAnswer(problem);
        var id = NewId.Next(clock);
        var saved = new InsightSaved(command.Tenant, command.Name.Trim(), command.Kind, command.Question, command.Span, command.By, clock.GetUtcNow());
        session.Events.Append(id, saved);
        return new InsightAnswer(null, SavedInsight.Evolve(null, id, saved));
    }

    /// <summary>Removes one.</summary>
    public static async Task<InsightAnswer> Handle(RemoveInsight command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        if (await session.LoadAsync<SavedInsight>(command.Id, cancellation) is not { } found || found.Tenant != command.Tenant)
            return new InsightAnswer("There is no such insight.");
        if (found.RemovedAt is not null)
            return new InsightAnswer(null, found);
        var removed = new InsightRemoved(command.By, clock.GetUtcNow());
        session.Events.Append(found.Id, removed);
        foreach (var dashboard in await session.Query<Dashboard>().Where(dashboard => dashboard.Tenant == command.Tenant).ToListAsync(cancellation))
            if (dashboard.Tiles.Any(tile => tile.Insight == found.Id))
                session.Events.Append(dashboard.Id, new TileRemoved(found.Id, command.By, clock.GetUtcNow()));
        return new InsightAnswer(null, SavedInsight.Evolve(found, found.Id, removed));
    }
}

/// <summary>What insights and dashboards may be called.</summary>
internal static class DashboardName
{
    private const int Longest = 200;

    public static string? Problem(string name) => name.Trim() is { Length: >= 1 and <= Longest } trimmed && !trimmed.Any(char.IsControl)
        ? null
        : $"A name has 1 to {Longest} characters, and none that cannot be seen.";
}
