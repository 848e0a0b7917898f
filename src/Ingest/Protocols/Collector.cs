using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Tenants;
using Platform.Ingest.Http;
using Platform.Ingest.Steps;

namespace Platform.Ingest.Protocols;

/// <summary>Takes any protocol's request from its bytes to the committed events and the right answer.</summary>
internal sealed class Collector(
    IngestPipeline pipeline, ISourceDirectory sources, StrangerLetters strangers, IOptions<IngestOptions> options, TimeProvider clock)
{
    private const string UnknownKey = "The source is missing or not known; send the write key, or a name that the source is known by, as the protocol has it.";

    /// <summary>Collects for the first of the protocols that the request is in; the last takes what no other does.</summary>
    public async Task<IResult> CollectAsync(HttpContext http, IReadOnlyList<Protocol> protocols)
    {
        var limits = options.Value;
        byte[]? body;
        try
        {
            body = await RequestBody.ReadAsync(http.Request, limits.MaxBatchBytes, http.RequestAborted);
        }
        catch (InvalidDataException)
        {
            return protocols[^1].Answer(new Verdict(400, "The body says that it is compressed but cannot be decompressed."), new CollectRequest(http.Request, [], limits));
        }
        if (body is null)
            return protocols[^1].Answer(
                new Verdict(413, $"The body is larger than {limits.MaxBatchBytes} bytes; send smaller batches."), new CollectRequest(http.Request, [], limits));
        var request = new CollectRequest(http.Request, body, limits);
        return await CollectAsync(request, protocols.FirstOrDefault(one => Speaks(one, request)) ?? protocols[^1]);
    }

    private static bool Speaks(Protocol protocol, CollectRequest request)
    {
        try
        {
            return protocol.Speaks(request);
        }
        catch (Exception unreadable) when (unreadable is FormatException or InvalidOperationException)
        {
            return false;
        }
    }

    private async Task<IResult> CollectAsync(CollectRequest request, Protocol protocol)
    {
        var limits = options.Value;
        Envelope envelope;
        try
        {
            envelope = protocol.Open(request);
        }
        catch (Exception unreadable) when (unreadable is FormatException or InvalidOperationException)
        {
            // The latter is what JSON's reader says of a text that is none, once somebody looks at it.
            var message = unreadable is FormatException ? unreadable.Message : "The body contains half of a surrogate pair or bytes that are not UTF-8; send whole characters.";
            await strangers.KeepAsync(DropReason.Malformed, message, StorableJson.Keep(request.Body, limits));
            return protocol.Answer(new Verdict(400, message), request);
        }
        if (envelope.Messages.Count > limits.MaxBatchEvents)
            return protocol.Answer(
                new Verdict(400, $"The batch has {envelope.Messages.Count} events; send at most {limits.MaxBatchEvents} in one request."), request);

        var received = clock.GetUtcNow();
        var (accepted, refused, unknown, exceeded) = (0, new List<Refusal>(), 0, (Refusal?)null);
        foreach (var group in envelope.Messages.GroupBy(message => message.Source))
        {
            if (await FindAsync(group.Key, request.Http.HttpContext.RequestAborted) is not { } source)
            {
                unknown += group.Count();
                refused.AddRange(Enumerable.Repeat(new Refusal(DropReason.UnknownSource, UnknownKey), group.Count()));
                await strangers.KeepAsync(DropReason.UnknownSource, UnknownKey, StorableJson.Keep(group.First().Payload, limits));
                continue;
            }
            var incoming = group.SelectMany(message => Read(message.Payload, envelope, request, protocol)).ToList();
            var result = await pipeline.SubmitAsync(incoming, source, received);
            if (result.Outcome != SubmissionOutcome.Committed)
                return new RetryLater(result.Outcome == SubmissionOutcome.Busy
                    ? "The store is behind; send the same events again in a second."
                    : "The server is stopping; send the same events again.");
            QuotaHeaders.Write(request.Http.HttpContext.Response, result, received);
            exceeded ??= result.Refused.FirstOrDefault(refusal => refusal.Reason == DropReason.QuotaExceeded);
            accepted += result.Accepted;
            refused.AddRange(result.Refused);
        }
        return exceeded is not null
            ? new RetryLater(exceeded.Message, StatusCodes.Status429TooManyRequests)
            : protocol.Answer(Judge(envelope, accepted, refused, unknown), request);
    }

    private static Verdict Judge(Envelope envelope, int accepted, List<Refusal> refused, int unknown) => refused switch
    {
        _ when unknown > 0 && unknown == envelope.Messages.Count => new Verdict(401, UnknownKey),
        [{ Reason: DropReason.UnknownSource } disabled, ..] when accepted == 0 => new Verdict(401, disabled.Message) { Refused = refused },
        [{ Reason: DropReason.Bot or DropReason.Blocked }] => new Verdict(200, null, accepted) { Refused = refused },
        [{ Reason: DropReason.TooLarge } only] when envelope.Single => new Verdict(413, only.Message, accepted) { Refused = refused },
        [var only] when envelope.Single => new Verdict(400, only.Message, accepted) { Refused = refused },
        _ => new Verdict(200, null, accepted) { Refused = refused },
    };

    private List<Incoming> Read(JsonElement message, Envelope envelope, CollectRequest request, Protocol protocol)
    {
        if (StorableJson.Check(message, options.Value) is { } unstorable)
            return [new Incoming(null, unstorable, message)];
        try
        {
            return [.. protocol.Read(message, envelope, request).Select(raw => new Incoming(raw, null, message))];
        }
        catch (FormatException unreadable)
        {
            return [new Incoming(null, new Refusal(DropReason.Malformed, unreadable.Message), message)];
        }
    }

    private async ValueTask<ResolvedSource?> FindAsync(SourceName? name, CancellationToken cancellation)
    {
        if (name is null)
            return null;
        var source = name.Kind is { } kind ? await sources.FindAsync(kind, name.Value, cancellation) : null;
        source ??= await sources.FindAsync(name.Value, cancellation);
        if (name.Secret is null || source is null)
            return source;
        var proven = await sources.FindAsync(name.Secret, cancellation);
        return (proven?.Tenant, proven?.Name) == (source.Tenant, source.Name) ? source : null;
    }
}
