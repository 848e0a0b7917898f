using System.Text.Json;
using Platform.Contracts.Ingestion;

namespace Platform.Ingest.Steps;

/// <summary>Whether an event says what it must, in fields of bearable length.</summary>
internal static class Validate
{
    private const int LongestId = 200;
    private const int LongestName = 200;

    public static Refusal? Fields(Candidate candidate)
    {
        var raw = candidate.Raw;
        return Id("messageId", raw.MessageId)
            ?? Id("anonymousId", raw.AnonymousId)
            ?? Id("userId", raw.UserId)
            ?? Id("previousId", raw.PreviousId)
            ?? Id("groupId", raw.GroupId)
            ?? Id("sessionId", raw.SessionId)
            ?? Named(raw)
            ?? Joined(raw)
            ?? Propertied(raw);
    }

    private static Refusal? Id(string field, string? value) => value switch
    {
        { Length: > LongestId } => Malformed($"'{field}' has {value.Length} characters; send at most {LongestId}."),
        not null when HasNul(value) => Malformed($"'{field}' contains a NUL character; remove it."),
        _ => null,
    };

    private static Refusal? Named(RawEvent raw) => raw switch
    {
        { Kind: EventKind.Track, Name: null or "" } => Malformed("A track call needs 'event', the name of what happened."),
        { Name.Length: > LongestName } => Malformed($"The event's name is longer than {LongestName} characters; shorten it."),
        { Name: { } name } when HasNul(name) => Malformed("The event's name contains a NUL character; remove it."),
        _ => null,
    };

    private static Refusal? Joined(RawEvent raw) => raw switch
    {
        { Kind: EventKind.Identify, UserId: null, AnonymousId: null, Cookieless: false } =>
            Malformed("An identify call needs 'userId' or 'anonymousId'."),
        { Kind: EventKind.Alias, UserId: null } => Malformed("An alias call needs 'userId', the id to use from now on."),
        { Kind: EventKind.Alias, PreviousId: null, AnonymousId: null } =>
            Malformed("An alias call needs 'previousId', the id used until now."),
        { Kind: EventKind.Group, GroupId: null } => Malformed("A group call needs 'groupId'."),
        _ => null,
    };

    private static Refusal? Propertied(RawEvent raw) =>
        raw.Properties.ValueKind is JsonValueKind.Object or JsonValueKind.Undefined
            ? null
            : Malformed("'properties' and 'traits' must be JSON objects.");

    // Not every protocol is JSON: what a query string decodes to was not looked at before.
    private static bool HasNul(string text) => text.Contains('\0', StringComparison.Ordinal);

    private static Refusal Malformed(string message) => new(DropReason.Malformed, message);
}
