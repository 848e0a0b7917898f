using GraphQL;
using Platform.Contracts.Tenants;
using Platform.ReadApi.Execution;
using Defined = Platform.Contracts.Tenants.Source;

namespace Platform.ReadApi.Sources;

/// <summary>A source of events: a website, an application, a server.</summary>
public sealed class Source
{
    private readonly string _tenant;

    private Source(string tenant) => _tenant = tenant;

    /// <summary>Its name within the tenant.</summary>
    [Id] public required string Name { get; init; }

    /// <summary>With it one may send events, and nothing else. Only administrators may ask for it.</summary>
    [Authorize(Roles = "admin")] public required string WriteKey { get; init; }

    /// <summary>Until when the key before this one goes on to work; null when it does not.</summary>
    public required DateTimeOffset? OldKeyUntil { get; init; }

    /// <summary>Whether it may send.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Most events stored a minute; null for no limit.</summary>
    public required int? EventsPerMinute { get; init; }

    /// <summary>Most events stored a calendar month (UTC); null for no limit.</summary>
    public required long? EventsPerMonth { get; init; }

    /// <summary>Origins whose pages may send; empty for every origin.</summary>
    public required IReadOnlyList<string> AllowedOrigins { get; init; }

    /// <summary>Events that are dropped.</summary>
    public required IReadOnlyList<EventFilter> Filters { get; init; }

    /// <summary>When it was added; null for the oldest ones.</summary>
    public required DateTimeOffset? AddedAt { get; init; }

    /// <summary>What it has sent, counted by the transactions that stored it.</summary>
    public Task<SourceUsage> UsageAsync([FromServices] UsageQuery query, IResolveFieldContext context, CancellationToken cancellation) =>
        query.RunAsync(_tenant, Name, EventsPerMonth, cancellation);

    internal static Source Of(string tenant, Defined source, DateTimeOffset now) => new(tenant)
    {
        Name = source.Name,
        WriteKey = source.WriteKey,
        OldKeyUntil = source.OldKeys.Where(old => old.Until > now).Select(old => (DateTimeOffset?)old.Until).Max(),
        Enabled = source.Rules.Enabled,
        EventsPerMinute = source.Rules.EventsPerMinute,
        EventsPerMonth = source.Rules.EventsPerMonth,
        AllowedOrigins = source.Rules.AllowedOrigins,
        Filters = [.. source.Rules.Filters],
        AddedAt = source.AddedAt == default ? null : source.AddedAt,
    };
}

/// <summary>What a source may send, as a whole: what is left out has no limit.</summary>
/// <param name="Enabled">Whether it may send.</param>
/// <param name="EventsPerMinute">Most events stored a minute.</param>
/// <param name="EventsPerMonth">Most events stored a calendar month (UTC).</param>
/// <param name="AllowedOrigins">Origins such as <c>https://shop.example</c> or <c>https://*.shop.example</c>.</param>
/// <param name="Filters">Events to drop.</param>
[Name("SourceRulesInput")]
public sealed record SourceRulesInput(
    bool Enabled, int? EventsPerMinute, long? EventsPerMonth, IReadOnlyList<string>? AllowedOrigins, IReadOnlyList<EventFilterInput>? Filters)
{
    internal SourceRules ToRules() => new()
    {
        Enabled = Enabled, EventsPerMinute = EventsPerMinute, EventsPerMonth = EventsPerMonth, AllowedOrigins = AllowedOrigins ?? [],
        Filters = [.. (Filters ?? []).Select(filter => new EventFilter(filter.Event, filter.Property, filter.Value))],
    };
}

/// <summary>Events to drop: those whose name matches and, where a property is given, whose property matches as well.</summary>
/// <param name="Event">The event's name; <c>*</c> stands for any characters.</param>
/// <param name="Property"><c>page</c>, <c>host</c>, <c>referrer</c>, <c>country</c>, or one of the event's own properties.</param>
/// <param name="Value">The property's value, with <c>*</c> likewise.</param>
[Name("EventFilterInput")]
public sealed record EventFilterInput(string Event, string? Property, string? Value);
