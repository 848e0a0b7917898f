using GraphQL;
using Platform.Contracts.Alerts;
using Platform.Projections.Alerts;
using Platform.Projections.Questions;
using Platform.ReadApi.Alerts;
using Platform.ReadApi.Questions;
using Wolverine;
using AlertChannel = Platform.ReadApi.Alerts.AlertChannel;
using AlertRule = Platform.ReadApi.Alerts.AlertRule;
using AlertSimulation = Platform.ReadApi.Alerts.AlertSimulation;
using Simulated = Platform.Contracts.Alerts.AlertSimulation;

namespace Platform.ReadApi.Schema;

public sealed partial class Query
{
    /// <summary>The tenant's alert rules by name.</summary>
    public static async Task<IReadOnlyList<AlertRule>> AlertRulesAsync([FromServices] AlertsQuery query, IResolveFieldContext context, CancellationToken cancellation)
    {
        var channels = await query.ChannelsAsync(Tenant(context), cancellation);
        return [.. (await query.RulesAsync(Tenant(context), cancellation)).Select(rule => new AlertRule(rule, channels))];
    }

    /// <summary>What rules can watch, besides the conversion of saved funnels.</summary>
    public static IReadOnlyList<WatchableFigure> AlertFigures() =>
        [.. AlertFigure.All.Select(figure => new WatchableFigure(figure.Name, figure.Label, figure.Dimensions, figure.LongestWindow, figure.Simulated))];

    /// <summary>The ways to tell people, by name.</summary>
    public static async Task<IReadOnlyList<AlertChannel>> AlertChannelsAsync([FromServices] AlertsQuery query, IResolveFieldContext context, CancellationToken cancellation) =>
        [.. (await query.ChannelsAsync(Tenant(context), cancellation)).Select(AlertChannel.Of)];

    /// <summary>Alerts that fired in the range, the newest first; only those that are not over, or only those that are.</summary>
    public static async Task<AlertConnection> AlertsAsync(
        [FromServices] AlertsQuery query, IResolveFieldContext context, TimeRangeInput range, bool? firing, [Id] string? ruleId,
        int? first = 50, string? after = null, CancellationToken cancellation = default) => AlertConnection.Of(
        await query.RunAsync(Tenant(context), range.ToQuestion(), firing, ruleId is null ? null : Rule(ruleId), first ?? 50, after, cancellation));

    /// <summary>What a rule would have told of in the range, each minute by what was known when it closed. Nobody is told.</summary>
    public static async Task<AlertSimulation> AlertSimulationAsync(
        [FromServices] IMessageBus bus, IResolveFieldContext context, AlertRuleInput input, TimeRangeInput range, CancellationToken cancellation)
    {
        var answer = await bus.InvokeAsync<Simulated>(new SimulateAlertRule(Tenant(context), input.ToDefinition(), range.From, range.To), cancellation, TimeSpan.FromMinutes(1));
        return answer.Problem is { } problem ? throw new InvalidQuestionException(problem) : new AlertSimulation(answer.Alerts, answer.Minutes);
    }

    private static Guid Rule(string id) => Guid.TryParse(id, out var parsed) ? parsed : throw new InvalidQuestionException("'ruleId' is not the id of a rule.");
}
