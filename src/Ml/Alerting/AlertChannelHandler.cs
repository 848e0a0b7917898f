using System.Security.Cryptography;
using Marten;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Contracts.Alerts;

namespace Platform.Ml.Alerting;

/// <summary>Decides about channels.</summary>
public static class AlertChannelHandler
{
    private const int LongestName = 100;
    private const int LongestTarget = 2_000;
    private const int SigningBytes = 32;
    private const int Most = 100;

    /// <summary>Keeps one. A webhook's signing secret is made here and told this once.</summary>
    public static async Task<AlertChannelAnswer> Handle(
        DefineAlertChannel command, IDocumentSession session, AlertSecrets secrets, AlertMailer mailer, IOptions<AlertOptions> options, TimeProvider clock, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(mailer);
        var name = command.Name.Trim();
        if (name.Length is 0 or > LongestName)
            return new AlertChannelAnswer($"A channel's name has 1 to {LongestName} characters.");
        if (command.Target.Length > LongestTarget)
            return new AlertChannelAnswer($"The target has at most {LongestTarget} characters.");
        var problem = command.Kind == AlertChannelKind.Email ? mailer.Problem(command.Target) : WebhookTarget.Problem(command.Target, options.Value.AllowPrivateTargets);
        if (problem is not null)
            return new AlertChannelAnswer(problem);
        var known = await session.Query<AlertChannel>().Where(channel => channel.Tenant == command.Tenant && channel.ArchivedAt == null).ToListAsync(cancellation);
        if (known.Any(channel => channel.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            return new AlertChannelAnswer($"There is a channel '{name}' already; choose another name.");
        if (known.Count >= Most)
            return new AlertChannelAnswer($"A tenant can have {Most} channels.");
        var signing = command.Kind == AlertChannelKind.Webhook ? Convert.ToBase64String(RandomNumberGenerator.GetBytes(SigningBytes)) : null;
        var id = NewId.Next(clock);
        var shown = command.Kind == AlertChannelKind.Email ? command.Target.Trim() : new Uri(command.Target.Trim()).Authority;
        var defined = new AlertChannelDefined(command.Tenant, name, command.Kind, shown,
            secrets.Protect(new ChannelSecret(command.Target.Trim(), signing)), command.By, clock.GetUtcNow());
        session.Events.StartStream<AlertChannel>(id, defined);
        return new AlertChannelAnswer(null, AlertChannel.Evolve(null, id, defined), signing is null ? null : "whsec_" + signing);
    }

    /// <summary>Archives one.</summary>
    public static async Task<AlertChannelAnswer> Handle(ArchiveAlertChannel command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        if (await session.LoadAsync<AlertChannel>(command.Id, cancellation) is not { ArchivedAt: null } channel || channel.Tenant != command.Tenant)
            return Unknown;
        var archived = new AlertChannelArchived(command.By, clock.GetUtcNow());
        session.Events.Append(channel.Id, archived);
        return new AlertChannelAnswer(null, AlertChannel.Evolve(channel, channel.Id, archived));
    }

    /// <summary>Sends a test, and waits for what becomes of it.</summary>
    public static async Task<AlertChannelAnswer> Handle(TestAlertChannel command, IQuerySession session, AlertSender sender, TimeProvider clock, CancellationToken cancellation)
    {
        if (await session.LoadAsync<AlertChannel>(command.Id, cancellation) is not { ArchivedAt: null } channel || channel.Tenant != command.Tenant)
            return Unknown;
        return new AlertChannelAnswer(await sender.TestAsync(channel, NewId.Next(clock), command.By, cancellation), channel);
    }

    private static readonly AlertChannelAnswer Unknown = new("There is no such channel.");
}
