using System.Text;
using System.Text.Json;
using Platform.Contracts.Events;

namespace Platform.Ingest.Protocols.Snowplow;

/// <summary>Reads one event of Snowplow's tracker protocol.</summary>
internal static class SnowplowReader
{
    public static RawEvent Read(JsonElement message, CollectRequest request)
    {
        var (kind, name, properties) = Happened(message, request.Limits);
        var trueTime = Field.Epoch(message, "ttm");
        return new RawEvent(kind)
        {
            MessageId = Field.Loose(message, "eid"),
            Name = name,
            AnonymousId = Field.Loose(message, "duid", "tnuid", "nuid"),
            UserId = Field.Loose(message, "uid"),
            Cookieless = true,
            SessionId = Field.Loose(message, "sid"),
            Timestamp = trueTime ?? Field.Epoch(message, "dtm"),
            SentAt = trueTime is null ? Field.Epoch(message, "stm") : null,
            Properties = Contexts(message, properties, request.Limits).Build(),
            Context = request.Sender with
            {
                PageUrl = Field.Loose(message, "url"),
                PageTitle = Field.Loose(message, "page"),
                Referrer = Field.Loose(message, "refr"),
                UserAgent = Field.Loose(message, "ua") ?? request.Sender.UserAgent,
                Language = Field.Loose(message, "lang") ?? request.Sender.Language,
                Screen = Field.Loose(message, "res"),
            },
            Library = Field.Loose(message, "tv") is { } library ? $"snowplow/{library}" : "snowplow",
        };
    }

    private static (EventKind Kind, string? Name, PropertyBag Properties) Happened(JsonElement message, IngestOptions limits)
    {
        var properties = new PropertyBag();
        switch (Field.Loose(message, "e"))
        {
            case "pv":
                return (EventKind.Page, null, properties);
            case "pp":
                foreach (var (name, field) in new[] { ("scroll_x_min", "pp_mix"), ("scroll_x_max", "pp_max"), ("scroll_y_min", "pp_miy"), ("scroll_y_max", "pp_may") })
                    properties.Number(name, Field.Loose(message, field));
                return (EventKind.Track, HeartbeatSent.EventName, properties);
            case "se":
                properties.Set("category", Field.Loose(message, "se_ca")).Set("label", Field.Loose(message, "se_la"))
                    .Set("property", Field.Loose(message, "se_pr")).Number("value", Field.Loose(message, "se_va"));
                return (EventKind.Track, Field.Loose(message, "se_ac") ?? throw new FormatException("A structured event needs 'se_ac', its action."), properties);
            case "ue":
                var inner = Field.Object(Decoded(message, "ue_px", "ue_pr", limits), "data");
                var data = Field.Object(inner, "data");
                return (EventKind.Track, SchemaName(inner) ?? throw new FormatException("A self-describing event needs 'schema', such as iglu:vendor/name/jsonschema/1-0-0."), properties.Add(data));
            case "tr":
                properties.Set("order", Field.Loose(message, "tr_id")).Set("affiliation", Field.Loose(message, "tr_af")).Number("revenue", Field.Loose(message, "tr_tt"))
                    .Number("tax", Field.Loose(message, "tr_tx")).Number("shipping", Field.Loose(message, "tr_sh")).Set("currency", Field.Loose(message, "tr_cu"));
                return (EventKind.Track, "transaction", properties);
            case "ti":
                properties.Set("order", Field.Loose(message, "ti_id")).Set("sku", Field.Loose(message, "ti_sk")).Set("name", Field.Loose(message, "ti_nm"))
                    .Set("category", Field.Loose(message, "ti_ca")).Number("price", Field.Loose(message, "ti_pr")).Number("quantity", Field.Loose(message, "ti_qu"));
                return (EventKind.Track, "transaction_item", properties);
            default:
                throw new FormatException("'e' must be one of pv, pp, se, ue, tr, ti.");
        }
    }

    // Every context by its schema's name, all of the same name together; the page view's own id tells nothing.
    private static PropertyBag Contexts(JsonElement message, PropertyBag properties, IngestOptions limits)
    {
        var root = Decoded(message, "cx", "co", limits);
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("data", out var contexts) || contexts.ValueKind != JsonValueKind.Array)
            return properties;
        var named = contexts.EnumerateArray().Select(context => (Name: SchemaName(context), Data: Field.Object(context, "data")))
            .Where(context => context.Name is not (null or "web_page") && context.Data.ValueKind == JsonValueKind.Object)
            .GroupBy(context => context.Name!, context => context.Data)
            .ToDictionary(group => group.Key, group => group.Count() == 1 ? group.First() : JsonSerializer.SerializeToElement(group));
        return named.Count == 0 ? properties : properties.Set("contexts", JsonSerializer.SerializeToElement(named));
    }

    private static JsonElement Decoded(JsonElement message, string encoded, string plain, IngestOptions limits)
    {
        if (Field.Loose(message, encoded) is { } base64)
            return Field.Embedded(encoded, CollectRequest.FromBase64(base64) ?? throw new FormatException($"'{encoded}' must be Base64."), limits);
        return Field.Loose(message, plain) is { } json ? Field.Embedded(plain, Encoding.UTF8.GetBytes(json), limits) : default;
    }

    // iglu:vendor/name/format/version
    private static string? SchemaName(JsonElement described) =>
        Field.Loose(described, "schema")?.Split('/') is [_, { Length: > 0 } name, _, _] ? name : null;
}
