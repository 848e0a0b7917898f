using System.Text.Json;
using CsCheck;
using Platform.Ingest;
using Platform.Ingest.DeadLetters;
using Platform.Ingest.Protocols.Segment;

namespace Platform.Tests.Unit.DeadLetters;

public class CanonicalMessageTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, 123, TimeSpan.Zero);

    private static readonly Gen<string?> Text = Gen.Frequency((1, Gen.Const((string?)null)), (3, Gen.String[Gen.Char.AlphaNumeric, 1, 12].Select(text => (string?)text)));

    private static readonly Gen<RawContext> Context = Gen.Select(Text, Text, Text, Text, Text, Text, Text).Select((a, b, c, d, e, f, g) => new RawContext
    {
        PageUrl = a, PagePath = b, PageTitle = c, Referrer = d, UserAgent = e, Language = f, Country = g, City = a, Region = b, DeviceType = c, OsName = d, OsVersion = e,
        Screen = f is null ? null : "1920x1080", Campaign = g is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["source"] = g },
    });

    private static readonly Gen<RawEvent> Event = Gen.Select(Gen.Enum<EventKind>(), Text, Text, Text, Text, Text, Text, Context).Select((kind, id, name, anonymous, user, other, library, context) =>
        new RawEvent(kind)
        {
            MessageId = id, Name = name, AnonymousId = anonymous, UserId = user, PreviousId = other, GroupId = other, SessionId = other,
            Timestamp = Now, InitialTraits = kind == EventKind.Identify ? JsonElement.Parse("""{"first":"a"}""") : default, Properties = JsonElement.Parse("""{"plan":"pro","n":[1,{"a":null}]}"""), Context = context, Library = library is null ? null : library + "/1.2",
        });

    [Fact]
    public void What_is_written_reads_as_the_event_that_it_was() => Event.Sample(raw =>
    {
        var message = CanonicalMessage.Of(raw, Now, "hash");
        var (read, refused) = SegmentReader.Read(message, default, null, new RawContext());

        Assert.Null(refused);
        Assert.Equal(Print(raw with { AnonymousId = raw.AnonymousId ?? "hash" }), Print(read! with { InitialTraits = CanonicalMessage.InitialTraitsOf(message) }));
    });

    [Fact]
    public void The_senders_address_is_left_out() => Assert.DoesNotContain("203.0.113.7",
        CanonicalMessage.Of(new RawEvent(EventKind.Page) { Context = new RawContext { Address = System.Net.IPAddress.Parse("203.0.113.7") } }, Now, "hash").GetRawText(), StringComparison.Ordinal);

    private static string Print(RawEvent raw)
    {
        var initial = raw.InitialTraits.ValueKind == JsonValueKind.Object ? raw.InitialTraits : JsonElement.Parse("null");
        return JsonSerializer.Serialize(raw with { InitialTraits = initial, Context = raw.Context with { Address = null } });
    }
}
