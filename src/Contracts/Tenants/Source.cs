namespace Platform.Contracts.Tenants;

/// <summary>A source was added: whoever has the write key may send events as this source, and nothing else.</summary>
public sealed record SourceAdded(string Name, string WriteKey, DateTimeOffset At);

/// <summary>The source takes events again.</summary>
public sealed record SourceEnabled(string Source, string By, DateTimeOffset At);

/// <summary>The source takes no more events; its keys are kept.</summary>
public sealed record SourceDisabled(string Source, string By, DateTimeOffset At);

/// <summary>The source has a new write key; the old one works until the given moment, so that clients can be changed one by one.</summary>
public sealed record WriteKeyRotated(string Source, string WriteKey, DateTimeOffset OldKeyUntil, string By, DateTimeOffset At);

/// <summary>How many events the source may store a minute and a calendar month (UTC); null means as many as come.</summary>
public sealed record SourceLimited(string Source, int? EventsPerMinute, long? EventsPerMonth, string By, DateTimeOffset At);

/// <summary>The origins whose pages may send as this source; none means every origin.</summary>
public sealed record AllowedOriginsChosen(string Source, IReadOnlyList<string> Origins, string By, DateTimeOffset At);

/// <summary>The events of the source that are not wanted.</summary>
public sealed record EventFiltersChosen(string Source, IReadOnlyList<EventFilter> Filters, string By, DateTimeOffset At);

/// <summary>Events that are not wanted: those whose name matches and, where a property is given, whose property matches as well.</summary>
/// <param name="Event">The event's name; "*" stands for any characters.</param>
/// <param name="Property">page, host, referrer, country, or one of the event's own properties.</param>
/// <param name="Value">The property's value, with "*" likewise.</param>
public sealed record EventFilter(string Event, string? Property = null, string? Value = null);

/// <summary>What a source may send.</summary>
public sealed record SourceRules
{
    /// <summary>Whether it may send at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Most events stored a minute, by the collector's clock; null for no limit.</summary>
    public int? EventsPerMinute { get; init; }

    /// <summary>Most events stored a calendar month (UTC); null for no limit.</summary>
    public long? EventsPerMonth { get; init; }

    /// <summary>Origins such as https://shop.example or https://*.shop.example; empty for every origin. Servers send none and are not asked.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Events that are not wanted.</summary>
    public IReadOnlyList<EventFilter> Filters { get; init; } = [];

    /// <summary>Whether events have to be counted before they are stored.</summary>
    public bool IsLimited => EventsPerMinute is not null || EventsPerMonth is not null;
}

/// <summary>A write key that was replaced and works for a while longer.</summary>
public sealed record OldKey(string WriteKey, DateTimeOffset Until);

/// <summary>A source of events.</summary>
public sealed record Source(string Name, string WriteKey)
{
    /// <summary>What it may send.</summary>
    public SourceRules Rules { get; init; } = new();

    /// <summary>Replaced keys, the newest last.</summary>
    public IReadOnlyList<OldKey> OldKeys { get; init; } = [];

    /// <summary>When it was added.</summary>
    public DateTimeOffset AddedAt { get; init; }

    /// <summary>The source after an event about it; unknown events change nothing.</summary>
    public Source Evolve(object happened) => happened switch
    {
        SourceEnabled => this with { Rules = Rules with { Enabled = true } },
        SourceDisabled => this with { Rules = Rules with { Enabled = false } },
        SourceLimited limited => this with { Rules = Rules with { EventsPerMinute = limited.EventsPerMinute, EventsPerMonth = limited.EventsPerMonth } },
        AllowedOriginsChosen chosen => this with { Rules = Rules with { AllowedOrigins = chosen.Origins } },
        EventFiltersChosen chosen => this with { Rules = Rules with { Filters = chosen.Filters } },
        WriteKeyRotated rotated => this with { WriteKey = rotated.WriteKey, OldKeys = [.. OldKeys, new OldKey(WriteKey, rotated.OldKeyUntil)] },
        _ => this,
    };

    /// <summary>The source that an event is about; null when it is about none.</summary>
    public static string? Of(object happened) => happened switch
    {
        SourceEnabled e => e.Source,
        SourceDisabled e => e.Source,
        SourceLimited e => e.Source,
        AllowedOriginsChosen e => e.Source,
        EventFiltersChosen e => e.Source,
        WriteKeyRotated e => e.Source,
        _ => null,
    };
}
