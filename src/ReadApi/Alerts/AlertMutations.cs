using GraphQL;
using Platform.Contracts.Alerts;
using Platform.Projections.Alerts;
using Platform.ReadApi.Alerts;
using Alert = Platform.ReadApi.Alerts.Alert;
using AlertChannel = Platform.ReadApi.Alerts.AlertChannel;
using AlertRule = Platform.ReadApi.Alerts.AlertRule;

namespace Platform.ReadApi.Schema;

public sealed partial class Mutation
{
    /// <summary>Keeps a rule and watches it from now on.</summary>
    public static Task<AlertRule> DefineAlertRuleAsync([FromServices] AlertsQuery query, IResolveFieldContext context, AlertRuleInput input, CancellationToken cancellation) =>
        AlertRuleAsync(query, context, new DefineAlertRule(Tenant(context), input.ToDefinition(), input.Notify, input.Then, By(context)), cancellation);

    /// <summary>Makes a rule another one. What is firing goes on under the new one.</summary>
    public static Task<AlertRule> ChangeAlertRuleAsync([FromServices] AlertsQuery query, IResolveFieldContext context, [Id] string id, AlertRuleInput input, CancellationToken cancellation) =>
        AlertRuleAsync(query, context, new ChangeAlertRule(Tenant(context), Parsed(id), input.ToDefinition(), input.Notify, input.Then, By(context)), cancellation);

    /// <summary>Watches a rule, or does not any more: what is firing is told to be over then.</summary>
    public static Task<AlertRule> SwitchAlertRuleAsync([FromServices] AlertsQuery query, IResolveFieldContext context, [Id] string id, bool enabled, CancellationToken cancellation) =>
        AlertRuleAsync(query, context, new SwitchAlertRule(Tenant(context), Parsed(id), enabled, By(context)), cancellation);

    /// <summary>Tells nobody of a rule's alerts until a moment; one that is over ends the silence, and what is still firing is told then.</summary>
    public static Task<AlertRule> SilenceAlertRuleAsync(
        [FromServices] AlertsQuery query, IResolveFieldContext context, [Id] string id, DateTimeOffset until, string? note = null, CancellationToken cancellation = default) =>
        AlertRuleAsync(query, context, new SilenceAlertRule(Tenant(context), Parsed(id), until, note, By(context)), cancellation);

    /// <summary>Stops offering a rule: what is firing is told to be over.</summary>
    public static Task<AlertRule> ArchiveAlertRuleAsync([FromServices] AlertsQuery query, IResolveFieldContext context, [Id] string id, CancellationToken cancellation) =>
        AlertRuleAsync(query, context, new ArchiveAlertRule(Tenant(context), Parsed(id), By(context)), cancellation);

    /// <summary>Says that somebody looks after an alert: no further step is told.</summary>
    public static async Task<Alert> AcknowledgeAlertAsync(IResolveFieldContext context, [Id] string id, string? note = null, CancellationToken cancellation = default)
    {
        var answer = await SendAsync<AlertAnswer>(context, new AcknowledgeAlert(Tenant(context), Parsed(id), note, By(context)), cancellation);
        return answer.Problem is { } problem ? throw Refused(problem) : new Alert(new ToldAlert(answer.Alert!, []));
    }

    /// <summary>Keeps a way to tell people. A webhook's signing secret is told in the answer, this once.</summary>
    public static async Task<DefinedAlertChannel> DefineAlertChannelAsync(IResolveFieldContext context, string name, AlertChannelKind kind, string target, CancellationToken cancellation)
    {
        var answer = await SendAsync<AlertChannelAnswer>(context, new DefineAlertChannel(Tenant(context), name, kind, target, By(context)), cancellation);
        return answer.Problem is { } problem ? throw Refused(problem) : new DefinedAlertChannel(AlertChannel.Of(answer.Channel!), answer.SigningSecret);
    }

    /// <summary>Stops telling people by a channel, and forgets where it leads.</summary>
    public static async Task<AlertChannel> ArchiveAlertChannelAsync(IResolveFieldContext context, [Id] string id, CancellationToken cancellation)
    {
        var answer = await SendAsync<AlertChannelAnswer>(context, new ArchiveAlertChannel(Tenant(context), Parsed(id), By(context)), cancellation);
        return answer.Problem is { } problem ? throw Refused(problem) : AlertChannel.Of(answer.Channel!);
    }

    /// <summary>Tells a channel at once that this is a test.</summary>
    public static async Task<AlertChannelTest> TestAlertChannelAsync(IResolveFieldContext context, [Id] string id, CancellationToken cancellation)
    {
        var answer = await SendAsync<AlertChannelAnswer>(context, new TestAlertChannel(Tenant(context), Parsed(id), By(context)), cancellation);
        return answer.Channel is null ? throw Refused(answer.Problem!) : new AlertChannelTest(answer.Problem);
    }

    private static async Task<AlertRule> AlertRuleAsync(AlertsQuery query, IResolveFieldContext context, object command, CancellationToken cancellation)
    {
        var answer = await SendAsync<AlertRuleAnswer>(context, command, cancellation);
        if (answer.Problem is { } problem)
            throw Refused(problem);
        var rule = await query.RuleAsync(Tenant(context), answer.Rule!.Id, cancellation) ?? new WatchedRule(answer.Rule, [], null);
        return new AlertRule(rule with { Rule = answer.Rule }, await query.ChannelsAsync(Tenant(context), cancellation));
    }
}
