using System.Net;
using System.Text.Json;

namespace Platform.Ingest;

/// <summary>What a client says happened.</summary>
public enum EventKind
{
    /// <summary>A page was shown.</summary>
    Page,

    /// <summary>A screen was shown.</summary>
    Screen,

    /// <summary>An action of the customer's own.</summary>
    Track,

    /// <summary>Who the visitor is.</summary>
    Identify,

    /// <summary>Two ids are one.</summary>
    Alias,

    /// <summary>Which account the visitor belongs to.</summary>
    Group,
}

/// <summary>An event as a protocol's adapter understood it, before any rule was applied: the one form behind all protocols.</summary>
public sealed record RawEvent(EventKind Kind)
{
    /// <summary>The client's idempotency key.</summary>
    public string? MessageId { get; init; }

    /// <summary>Action, page or screen name.</summary>
    public string? Name { get; init; }

    /// <summary>The client-side id.</summary>
    public string? AnonymousId { get; init; }

    /// <summary>The customer's id of the user.</summary>
    public string? UserId { get; init; }

    /// <summary>The id that <see cref="UserId"/> replaces, of an alias.</summary>
    public string? PreviousId { get; init; }

    /// <summary>The account, of a group.</summary>
    public string? GroupId { get; init; }

    /// <summary>The client's own session.</summary>
    public string? SessionId { get; init; }

    /// <summary>When it happened by the client's clock.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>When it was sent by the client's clock.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Properties or traits: an object.</summary>
    public JsonElement Properties { get; init; }

    /// <summary>Traits that hold only where no other value is known, of an identify: an object.</summary>
    public JsonElement InitialTraits { get; init; }

    /// <summary>Whether an identify without any id means whoever the daily hash says.</summary>
    public bool Cookieless { get; init; }

    /// <summary>What enrichment starts from.</summary>
    public RawContext Context { get; init; } = new();

    /// <summary>Client library as "name/version".</summary>
    public string? Library { get; init; }
}

/// <summary>Circumstances as the client and its request tell them.</summary>
public sealed record RawContext
{
    /// <summary>Full address of the page.</summary>
    public string? PageUrl { get; init; }

    /// <summary>Path of the page.</summary>
    public string? PagePath { get; init; }

    /// <summary>Title of the page.</summary>
    public string? PageTitle { get; init; }

    /// <summary>Address of the referring page.</summary>
    public string? Referrer { get; init; }

    /// <summary>Campaign fields that the client took apart itself: source, medium, name, term, content.</summary>
    public IReadOnlyDictionary<string, string> Campaign { get; init; } = new Dictionary<string, string>();

    /// <summary>The user agent that the client names, else the request's.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The client's locale, else the request's Accept-Language.</summary>
    public string? Language { get; init; }

    /// <summary>Screen as "1920x1080".</summary>
    public string? Screen { get; init; }

    /// <summary>ISO country that the client names.</summary>
    public string? Country { get; init; }

    /// <summary>City that the client names.</summary>
    public string? City { get; init; }

    /// <summary>Region that the client names.</summary>
    public string? Region { get; init; }

    /// <summary>Device type that the client names.</summary>
    public string? DeviceType { get; init; }

    /// <summary>Browser family that an export names; where there is a user agent, that tells.</summary>
    public string? Browser { get; init; }

    /// <summary>Operating system that the client names.</summary>
    public string? OsName { get; init; }

    /// <summary>Its version.</summary>
    public string? OsVersion { get; init; }

    /// <summary>The origin of the page that sent it, as the browser tells; servers send none.</summary>
    public string? Origin { get; init; }

    /// <summary>The sender's address: used for the country and the daily hash, never stored.</summary>
    public IPAddress? Address { get; init; }
}
