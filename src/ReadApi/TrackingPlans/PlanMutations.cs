using System.Text.Json;
using GraphQL;
using Platform.Contracts.TrackingPlans;
using PlannedEvent = Platform.ReadApi.TrackingPlans.PlannedEvent;

namespace Platform.ReadApi.Schema;

public sealed partial class Mutation
{
    /// <summary>
    /// Defines the JSON Schema of an event's properties, as a new version where there is one. A version that would refuse what
    /// the one before took is refused, with the reasons, unless <c>allowBreaking</c> says that it is meant.
    /// </summary>
    [Authorize(Roles = "admin")]
    public static Task<PlannedEvent> DefineEventSchemaAsync(
        IResolveFieldContext context, string @event, JsonElement schema, PlanMode? mode = null, bool? allowBreaking = false, CancellationToken cancellation = default) =>
        PlanAsync(context, new DefineEventSchema(Tenant(context), @event, schema, mode, allowBreaking ?? false, By(context)), cancellation);

    /// <summary>Chooses what happens to events of the name that are not as planned. It holds on every node within seconds.</summary>
    [Authorize(Roles = "admin")]
    public static Task<PlannedEvent> ChoosePlanModeAsync(IResolveFieldContext context, string @event, PlanMode mode, CancellationToken cancellation) =>
        PlanAsync(context, new ChoosePlanMode(Tenant(context), @event, mode, By(context)), cancellation);

    /// <summary>Takes an event out of the plan; its versions are kept.</summary>
    [Authorize(Roles = "admin")]
    public static Task<PlannedEvent> RetireEventSchemaAsync(IResolveFieldContext context, string @event, CancellationToken cancellation) =>
        PlanAsync(context, new RetireEventSchema(Tenant(context), @event, By(context)), cancellation);

    private static async Task<PlannedEvent> PlanAsync(IResolveFieldContext context, object command, CancellationToken cancellation)
    {
        var answer = await SendAsync<PlanAnswer>(context, command, cancellation);
        return answer.Problem is { } problem ? throw Refused(problem) : PlannedEvent.Of(answer.Event!);
    }
}
