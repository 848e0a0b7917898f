using Marten;
using Npgsql;
using Platform.Contracts.TrackingPlans;

namespace Platform.Ingest.TrackingPlans;

/// <summary>Chooses what happens to events that are not as planned. The mode that holds already changes nothing.</summary>
public static class ChoosePlanModeHandler
{
    /// <summary>Runs in one transaction with its checks.</summary>
    public static async Task<PlanAnswer> Handle(ChoosePlanMode command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var plan = await PlanTurn.TakeAsync(session, command.Tenant, cancellation);
        return plan.Find(command.Event) is { Retired: false } planned
            ? PlanTurn.Append(session, command.Tenant, command.Event, plan,
                planned.Mode == command.Mode ? [] : [new PlanModeChosen(command.Tenant, command.Event, command.Mode, command.By, clock.GetUtcNow())])
            : PlanTurn.NotPlanned(command.Event);
    }
}

/// <summary>Takes an event out of the plan. One that was taken out before stays out.</summary>
public static class RetireEventSchemaHandler
{
    /// <summary>Runs in one transaction with its checks.</summary>
    public static async Task<PlanAnswer> Handle(RetireEventSchema command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var plan = await PlanTurn.TakeAsync(session, command.Tenant, cancellation);
        return plan.Find(command.Event) is { } planned
            ? PlanTurn.Append(session, command.Tenant, command.Event, plan,
                planned.Retired ? [] : [new EventSchemaRetired(command.Tenant, command.Event, command.By, clock.GetUtcNow())])
            : PlanTurn.NotPlanned(command.Event);
    }
}

/// <summary>Decisions about one tenant's plan are made one at a time, so that versions count up.</summary>
internal static class PlanTurn
{
    public static async Task<TrackingPlan?> TakeAsync(IDocumentSession session, string tenant, CancellationToken cancellation)
    {
        await session.BeginTransactionAsync(cancellation);
        await using (var turn = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended($1, 17))"))
        {
            turn.Parameters.Add(new() { Value = tenant });
            await session.ExecuteAsync(turn, cancellation);
        }
        return await session.LoadAsync<TrackingPlan>(TrackingPlan.IdOf(tenant), cancellation);
    }

    public static PlannedEvent? Find(this TrackingPlan? plan, string name) => plan?.Events.FirstOrDefault(planned => planned.Name == name);

    public static PlanAnswer NotPlanned(string name) => new($"The event '{name}' is not planned.");

    public static PlanAnswer Append(IDocumentSession session, string tenant, string name, TrackingPlan? plan, IReadOnlyList<object> events)
    {
        if (events.Count > 0)
            session.Events.Append(TrackingPlan.IdOf(tenant), events);
        return new PlanAnswer(null, events.Aggregate(plan, TrackingPlan.Evolve).Find(name));
    }
}
