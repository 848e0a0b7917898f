using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Platform.Contracts.Tenants;
using Platform.Ingest.Steps;

namespace Platform.Ingest.Protocols;

/// <summary>
/// The protocol of one family of clients: which requests are its own, which source they name, what they say, and the answer that
/// its clients expect. What all have in common, from the bytes to the commit, is the <see cref="Collector"/>'s.
/// </summary>
internal abstract class Protocol
{
    /// <summary>Paths, without a leading slash, that events come to.</summary>
    public abstract IReadOnlyList<string> Paths { get; }

    /// <summary>Whether events come in the address as well, by GET.</summary>
    public virtual bool ByGet => false;

    /// <summary>Whether a request on a path that several protocols share is in this one.</summary>
    public virtual bool Speaks(CollectRequest request) => true;

    /// <summary>Takes the request apart.</summary>
    /// <exception cref="FormatException">The request is not in this protocol; the message says what to change.</exception>
    public abstract Envelope Open(CollectRequest request);

    /// <summary>Reads one message: usually one event, none where it says nothing to record.</summary>
    /// <exception cref="FormatException">The message cannot be read; the message says what to change.</exception>
    public abstract IEnumerable<RawEvent> Read(JsonElement message, Envelope envelope, CollectRequest request);

    /// <summary>Routes of this protocol beside those for events, such as what a client asks when it starts.</summary>
    public virtual void MapOthers(IEndpointRouteBuilder routes)
    {
    }

    /// <summary>The answer to a request that is done with. Later is answered before: nobody's protocol differs there.</summary>
    public virtual IResult Answer(Verdict verdict, CollectRequest request) =>
        verdict.Status is 200
            ? Results.Json(Replies.Success)
            : Results.Json(new { success = false, message = verdict.Message }, statusCode: verdict.Status);
}

/// <summary>A request taken apart.</summary>
/// <param name="Messages">What becomes events, each with the source it names.</param>
/// <param name="Single">Whether the protocol has one event a request, so that its refusal is the request's.</param>
internal sealed record Envelope(IReadOnlyList<Message> Messages, bool Single = false)
{
    /// <summary>What holds for all messages: the request's object where it is one.</summary>
    public JsonElement Shared { get; init; }

    /// <summary>When it was sent by the client's clock.</summary>
    public DateTimeOffset? SentAt { get; init; }
}

/// <summary>A message with the source it names.</summary>
internal sealed record Message(JsonElement Payload, SourceName? Source);

/// <summary>A source as a client names it: by its write key, or by an alias where the protocol has one.</summary>
/// <param name="Secret">Sent with the name by clients of servers: must be the source's write key.</param>
internal sealed record SourceName(string Value, SourceAliasKind? Kind = null, string? Secret = null)
{
    /// <summary>The name, or null when the client gave none.</summary>
    public static SourceName? Of(string? value, SourceAliasKind? kind = null, string? secret = null) =>
        string.IsNullOrEmpty(value) ? null : new SourceName(value, kind, secret);
}

/// <summary>How a request ended, before a protocol puts it into its own words.</summary>
/// <param name="Status">The HTTP status where the protocol has no other: 200, 400, 401 or 413.</param>
/// <param name="Message">What to change; null when all was taken.</param>
/// <param name="Accepted">Events that are stored.</param>
internal sealed record Verdict(int Status, string? Message = null, int Accepted = 0)
{
    /// <summary>Messages that became dead letters.</summary>
    public IReadOnlyList<Refusal> Refused { get; init; } = [];
}

/// <summary>Answers that never change.</summary>
internal static class Replies
{
    public static readonly object Success = new { success = true };
}
