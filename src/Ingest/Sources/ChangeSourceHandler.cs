using Marten;
using Platform.Contracts.Tenants;

namespace Platform.Ingest.Sources;

/// <summary>Replaces what a source may send; each difference is an event of its own, and no difference is none.</summary>
public static class ChangeSourceHandler
{
    private const int MostPerMinute = 100_000_000;
    private const long MostPerMonth = 1_000_000_000_000;
    private const int MostRules = 100;
    private const int LongestPattern = 200;

    /// <summary>Runs in one transaction with its checks.</summary>
    public static async Task<SourceAnswer> Handle(ChangeSource command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation) =>
        SourceChange.Append(session, command.Tenant, command.Source,
            Decide(command, await TenantTurn.TakeAsync(session, cancellation), clock.GetUtcNow()));

    /// <summary>The events that the command causes, or the reason why it cannot be.</summary>
    public static SourceDecision Decide(ChangeSource command, IReadOnlyList<Tenant> tenants, DateTimeOffset now)
    {
        if (SourceChange.Find(tenants, command.Tenant, command.Source) is not { } found)
            return SourceDecision.Unknown(command.Tenant, command.Source);
        var (before, after) = (found.Source.Rules, command.Rules);
        return Check(after) is { } wrong
            ? SourceDecision.Refuse(wrong)
            : new(null, found.Tenant, [.. Differences(before, after, command.Source, command.By, now)]);
    }

    private static IEnumerable<object> Differences(SourceRules before, SourceRules after, string source, string by, DateTimeOffset now)
    {
        if (before.Enabled != after.Enabled)
            yield return after.Enabled ? new SourceEnabled(source, by, now) : new SourceDisabled(source, by, now);
        if (before.EventsPerMinute != after.EventsPerMinute || before.EventsPerMonth != after.EventsPerMonth)
            yield return new SourceLimited(source, after.EventsPerMinute, after.EventsPerMonth, by, now);
        if (!before.AllowedOrigins.SequenceEqual(after.AllowedOrigins))
            yield return new AllowedOriginsChosen(source, after.AllowedOrigins, by, now);
        if (!before.Filters.SequenceEqual(after.Filters))
            yield return new EventFiltersChosen(source, after.Filters, by, now);
    }

    private static string? Check(SourceRules rules)
    {
        if (rules.EventsPerMinute is < 1 or > MostPerMinute)
            return $"The limit a minute must be from 1 to {MostPerMinute} events, or none.";
        if (rules.EventsPerMonth is < 1 or > MostPerMonth)
            return $"The limit a month must be from 1 to {MostPerMonth} events, or none.";
        if (rules.AllowedOrigins.Count > MostRules || rules.Filters.Count > MostRules)
            return $"A source can have {MostRules} origins and {MostRules} filters.";
        if (rules.AllowedOrigins.FirstOrDefault(origin => !IsOrigin(origin)) is { } odd)
            return $"'{odd}' is no origin; write https://shop.example, with the port if it has one, or https://*.shop.example.";
        return rules.Filters.Select(CheckFilter).FirstOrDefault(problem => problem is not null);
    }

    private static string? CheckFilter(EventFilter filter) => filter switch
    {
        { Event.Length: 0 or > LongestPattern } => $"A filter needs an event name of at most {LongestPattern} characters; '*' stands for every name.",
        { Property: null, Value: not null } or { Property: not null, Value: null } => "A filter has a property and its value, or neither.",
        { Property.Length: 0 or > LongestPattern } or { Value.Length: > LongestPattern } => $"A filter's property and value must have at most {LongestPattern} characters.",
        _ => null,
    };

    private static bool IsOrigin(string origin) =>
        Uri.TryCreate(origin.Replace("://*.", "://any.", StringComparison.Ordinal), UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https" && origin.Length <= LongestPattern && !origin.EndsWith('/') && url.PathAndQuery == "/"
        && url.UserInfo.Length == 0 && url.Fragment.Length == 0;
}
