using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Platform.Tests.Integration.Ingest;

/// <summary>Valid batches, damaged in structure and in bytes, against the running host.</summary>
public class MutatedBatchTests(PlatformFixture platform)
{
    private static readonly Gen<string> Odd = Gen.OneOf([.. new[]
    {
        "null", "true", "-1", "1e400", "1e-400", "99999999999999999999999999", "\"\"", "\"x\"", "[]", "{}", "[[[[]]]]", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"",
        "\"2999-01-01T00:00:00Z\"", "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59-14:00\"", "\"undefined\"", "\"https://shop.example/?utm_source=%00&gclid\"", "\"http://[::1]:99999/\"",
        "{\"\\ud800\":1}", "{\"\\u0000\":1}", "\"" + new string('x', 5_000) + "\"", "\"" + new string('x', 40_000) + "\"", new string('[', 60) + new string(']', 60), "\"\\ud83d\\ude42\"",
    }.Select(Gen.Const)]);

    private static readonly Gen<string> Message = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 1_000_000], Gen.String[0, 5], (kind, number, text) => new JsonObject
    {
        ["type"] = new[] { "track", "page", "screen", "identify", "alias", "group" }[kind],
        ["event"] = "Bought", ["anonymousId"] = $"a{number % 9}", ["userId"] = $"u{number % 7}", ["previousId"] = "p", ["groupId"] = "g", ["timestamp"] = "2026-11-20T10:00:00.123Z",
        ["properties"] = new JsonObject { ["price"] = number / 7.0, ["text"] = text.Replace('\0', ' '), ["list"] = new JsonArray(1, null, "x") },
        ["context"] = new JsonObject
        {
            ["userAgent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", ["locale"] = "de-AT", ["campaign"] = new JsonObject { ["source"] = "news" },
            ["page"] = new JsonObject { ["url"] = "https://shop.example/a?utm_source=x", ["path"] = "/a", ["referrer"] = "https://www.google.com/", ["title"] = "A" },
            ["screen"] = new JsonObject { ["width"] = 1_920, ["height"] = 1_080 }, ["location"] = new JsonObject { ["country"] = "AT" },
        },
    }.ToJsonString());

    // Where (how many values in), what is put there instead.
    private static readonly Gen<(int Place, string Value)[]> Damages = Gen.Select(Gen.Int[0, 400], Odd).Array[0, 4];

    [Fact]
    public async Task Damaged_values_cost_their_own_event_at_most_and_every_event_is_accounted_for()
    {
        var tenant = await platform.Host.AddTenantAsync();
        var number = 0;
        await Gen.Select(Message.Array[1, 6], Damages).SampleAsync(async (messages, damages) =>
        {
            var batch = messages.Select(message => Identified(message, number++)).ToList();
            foreach (var (place, value) in damages)
                batch[place % batch.Count] = Damage(batch[place % batch.Count], place, value);
            var before = await CountAsync(tenant);
            using var response = await platform.Host.CollectAsync("/v1/batch", tenant, new StringContent("{\"batch\":[" + string.Join(',', batch) + "]}", Encoding.UTF8, "application/json"));

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(before + batch.Count, await CountAsync(tenant));
        }, iter: 150, threads: 1);
    }

    [Fact]
    public async Task Damaged_bytes_never_cause_an_error_of_ours_and_what_still_reads_as_a_batch_is_accounted_for()
    {
        var tenant = await platform.Host.AddTenantAsync();
        var number = 0;
        await Gen.Select(Message.Array[1, 4], Gen.Select(Gen.Int[0, 100_000], Gen.Byte, Gen.Int[0, 3]).Array[1, 4]).SampleAsync(async (messages, edits) =>
        {
            var body = Encoding.UTF8.GetBytes("{\"batch\":[" + string.Join(',', messages.Select(message => Identified(message, number++))) + "]}").ToList();
            foreach (var (place, value, kind) in edits)
                Edit(body, place % body.Count, value, kind);
            var before = await CountAsync(tenant);
            using var response = await platform.Host.CollectAsync("/v1/batch", tenant, new ByteArrayContent([.. body]));

            Assert.Contains(response.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.BadRequest });
            Assert.Equal(before + (response.StatusCode == HttpStatusCode.OK ? Events([.. body]) : 0), await CountAsync(tenant));
        }, iter: 150, threads: 1);
    }

    private Task<long> CountAsync(string tenant) => platform.Host.ScalarAsync<long>(
        $"select (select count(*) from mt_events where tenant_id = '{tenant}') + (select count(*) from mt_doc_deadletter where tenant_id = '{tenant}')");

    private static string Identified(string message, int number)
    {
        var identified = JsonNode.Parse(message)!.AsObject();
        identified["messageId"] = $"m-{number}-{Guid.CreateVersion7():N}";
        return identified.ToJsonString();
    }

    // Replaces the n-th member's value, at any depth, by the text given; but one id for several events would make them one.
    private static string Damage(string message, int place, string value)
    {
        var members = Members(message).Where(member => !message[..member.Start].EndsWith("\"messageId\":", StringComparison.Ordinal) || value[0] is '[' or '{' or 'n' or 't').ToList();
        if (members.Count == 0)
            return value;
        var (start, end) = members[place % members.Count];
        return message[..start] + value + message[end..];
    }

    private static List<(int Start, int End)> Members(string message)
    {
        var found = new List<(int, int)>();
        for (var at = 0; at < message.Length - 1; at++)
            if (message[at] == '"' && message[at + 1] == ':' && ValueEnd(message, at + 2) is { } end)
                found.Add((at + 2, end));
        return found;
    }

    private static int? ValueEnd(string message, int start)
    {
        for (var end = start + 1; end <= message.Length; end++)
            if ((end == message.Length || message[end] is ',' or '}' or ']') && IsValue(message[start..end]))
                return end;
        return null;
    }

    private static bool IsValue(string text)
    {
        try
        {
            JsonElement.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Edit(List<byte> body, int place, byte value, int kind)
    {
        switch (kind)
        {
            case 0: body[place] = value; break;
            case 1: body.Insert(place, value); break;
            case 2: body.RemoveAt(place); break;
            default: body.InsertRange(place, body.GetRange(place, Math.Min(20, body.Count - place))); break;
        }
        if (body.Count == 0)
            body.Add(value);
    }

    // How many distinct events a reader of JSON sees; two of the same id are one.
    private static int Events(byte[] body)
    {
        var events = JsonElement.Parse(body).GetProperty("batch").EnumerateArray().ToList();
        return events.Select((item, place) => item.ValueKind == JsonValueKind.Object && item.TryGetProperty("messageId", out var id) ? Convert.ToHexString(JsonMarshal.GetRawUtf8Value(id)) : $"{place}").Distinct().Count();
    }
}
