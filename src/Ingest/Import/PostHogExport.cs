using System.Net;
using System.Text.Json;
using Platform.Ingest.Protocols;
using Platform.Ingest.Protocols.PostHog;

namespace Platform.Ingest.Import;

/// <summary>Reads PostHog's batch export of events: rows of its events model, with properties as an object or as its JSON.</summary>
internal sealed class PostHogExport : ImportReader
{
    private static readonly string[] Kept = ["uuid", "event", "distinct_id", "timestamp"];

    public override IEnumerable<Imported> Read(ImportRecord record, ImportRun run)
    {
        if (record.Text.Length == 0)
            return [];
        var row = run.Json(record);
        if (Field.Time(row, "timestamp") is null)
            throw new FormatException("'timestamp' is missing: when it happened.");
        var message = new PropertyBag();
        foreach (var name in Kept)
            message.Take(name, row, name);
        // The export names what was set twice: with the properties, and in columns of its own.
        message.Set("properties", Field.ObjectOrText(row, "properties", run.Limits));
        foreach (var name in new[] { "set", "set_once" })
            if (Field.ObjectOrText(row, name, run.Limits) is { ValueKind: JsonValueKind.Object } set && set.EnumerateObject().Any())
                message.Set("$" + name, set);
        var sender = new RawContext { Address = IPAddress.TryParse(Field.Loose(row, "ip"), out var address) ? address : null };
        var read = message.Build();
        return PostHogReader.Read(read, null, sender)
            .Select(happened => new Imported(happened with { MessageId = happened.MessageId ?? run.MessageId(record.Text) }, row));
    }
}
