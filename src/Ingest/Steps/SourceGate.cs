using System.Text.Json;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Tenants;

namespace Platform.Ingest.Steps;

/// <summary>What a source may send, from where, and which of its events are not wanted.</summary>
internal static class SourceGate
{
    /// <summary>A disabled source is no source.</summary>
    public static Refusal? RequireSource(Candidate candidate) => candidate.Source.Rules.Enabled
        ? null
        : new Refusal(DropReason.UnknownSource, $"The source '{candidate.Source.Name}' is disabled; enable it to let its events in.");

    /// <summary>Only pages name an origin; servers and applications are known by their key alone.</summary>
    public static Refusal? CheckOrigin(Candidate candidate)
    {
        var (allowed, origin) = (candidate.Source.Rules.AllowedOrigins, candidate.Raw.Context.Origin);
        return allowed.Count == 0 || origin is null || allowed.Any(pattern => Wildcard.Matches(pattern, origin, StringComparison.OrdinalIgnoreCase))
            ? null
            : new Refusal(DropReason.Blocked, $"The origin {origin} may not send as '{candidate.Source.Name}'; add it to the source's allowed origins.");
    }

    /// <summary>Drops what the source's filters name.</summary>
    public static Refusal? Filter(Candidate candidate)
    {
        foreach (var filter in candidate.Source.Rules.Filters)
            if (Holds(filter, candidate))
                return new Refusal(DropReason.Blocked, filter.Property is null
                    ? $"A filter of the source '{candidate.Source.Name}' drops the event '{filter.Event}'."
                    : $"A filter of the source '{candidate.Source.Name}' drops the event '{filter.Event}' where {filter.Property} is '{filter.Value}'.");
        return null;
    }

    private static bool Holds(EventFilter filter, Candidate candidate) =>
        Wildcard.Matches(filter.Event, candidate.EventName, StringComparison.Ordinal)
        && (filter.Property is null || (Value(filter.Property, candidate) is { } value && Wildcard.Matches(filter.Value!, value, StringComparison.Ordinal)));

    private static string? Value(string property, Candidate candidate) => property switch
    {
        "page" => candidate.Context.Page?.Path,
        "host" => candidate.Context.Page?.Host,
        "referrer" => candidate.Context.ReferrerHost,
        "country" => candidate.Context.Country,
        _ when candidate.Raw.Properties.ValueKind == JsonValueKind.Object && candidate.Raw.Properties.TryGetProperty(property, out var own) => own.ToString(),
        _ => null,
    };
}

/// <summary>Patterns in which "*" stands for any characters, none included.</summary>
internal static class Wildcard
{
    /// <summary>Linear in the text for each star: no pattern of a user can make it run away.</summary>
    public static bool Matches(string pattern, string text, StringComparison comparison)
    {
        var parts = pattern.Split('*');
        if (parts.Length == 1)
            return string.Equals(pattern, text, comparison);
        if (text.Length < parts[0].Length + parts[^1].Length || !text.StartsWith(parts[0], comparison) || !text.EndsWith(parts[^1], comparison))
            return false;
        var (at, end) = (parts[0].Length, text.Length - parts[^1].Length);
        foreach (var part in parts[1..^1])
        {
            var found = text.IndexOf(part, at, end - at, comparison);
            if (found < 0)
                return false;
            at = found + part.Length;
        }
        return true;
    }
}
