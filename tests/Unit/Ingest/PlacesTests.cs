using System.Net;
using System.Text;
using Microsoft.Extensions.Configuration;
using Platform.Ingest;
using Platform.Ingest.Enrichment;

namespace Platform.Tests.Unit.Ingest;

public sealed class PlacesTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly Places _places;

    public PlacesTests()
    {
        File.WriteAllBytes(_file, SmallDatabase.Of("203.0.113.0", 24));
        _places = new Places(new ConfigurationBuilder().AddInMemoryCollection([new("GeoDatabase", _file)]).Build());
    }

    public void Dispose()
    {
        _places.Dispose();
        File.Delete(_file);
    }

    [Fact]
    public void The_database_file_tells_where_an_address_is()
    {
        Assert.Equal(("AT", "Vienna", "Vienna"), _places.Of(IPAddress.Parse("203.0.113.77")));
        Assert.Equal((null, null, null), _places.Of(IPAddress.Parse("203.0.114.77")));
        Assert.Equal((null, null, null), _places.Of(null));
    }

    [Fact]
    public void What_the_client_says_of_its_place_goes_before()
    {
        var enricher = new Enricher(_places);

        Assert.Equal("AT", enricher.Enrich(new RawContext { Address = IPAddress.Parse("203.0.113.77") }).Country);
        Assert.Equal("DE", enricher.Enrich(new RawContext { Address = IPAddress.Parse("203.0.113.77"), Country = "DE" }).Country);
    }
}

/// <summary>A MaxMind database of one network, written by the published description of the format.</summary>
internal static class SmallDatabase
{
    private const int Map = 7, Text = 2, UInt16 = 5, UInt32 = 6, UInt64 = 9, List = 11;

    public static byte[] Of(string network, int bits)
    {
        // One node a bit; the side that leads on is the next node, the last the data, every other "nothing here".
        var address = IPAddress.Parse(network).GetAddressBytes();
        var tree = new List<byte>();
        for (var bit = 0; bit < bits; bit++)
        {
            var on = bit == bits - 1 ? bits + 16 : bit + 1;
            var right = (address[bit / 8] >> (7 - bit % 8) & 1) == 1;
            tree.AddRange([.. Record(right ? bits : on), .. Record(right ? on : bits)]);
        }
        byte[] place =
        [
            .. Head(Map, 3),
            .. String("country"), .. Head(Map, 1), .. String("iso_code"), .. String("AT"),
            .. String("city"), .. Head(Map, 1), .. Names("Vienna"),
            .. String("subdivisions"), .. Head(List, 1), .. Head(Map, 1), .. Names("Vienna"),
        ];
        byte[] about =
        [
            .. Head(Map, 9),
            .. String("node_count"), .. Number(UInt32, bits, 4), .. String("record_size"), .. Number(UInt16, 24, 2), .. String("ip_version"), .. Number(UInt16, 4, 2),
            .. String("database_type"), .. String("Test"), .. String("languages"), .. Head(List, 0),
            .. String("binary_format_major_version"), .. Number(UInt16, 2, 2), .. String("binary_format_minor_version"), .. Number(UInt16, 0, 2),
            .. String("build_epoch"), .. Number(UInt64, 1_700_000_000, 8), .. String("description"), .. Head(Map, 0),
        ];
        return [.. tree, .. new byte[16], .. place, 0xAB, 0xCD, 0xEF, .. "MaxMind.com"u8, .. about];
    }

    private static byte[] Names(string name) => [.. String("names"), .. Head(Map, 1), .. String("en"), .. String(name)];

    private static byte[] String(string text) => [.. Head(Text, text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Number(int type, long value, int size) => [.. Head(type, size), .. Enumerable.Range(0, size).Select(at => (byte)(value >> 8 * (size - 1 - at)))];

    private static byte[] Record(int value) => [(byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static byte[] Head(int type, int size) => type <= 7 ? [(byte)(type << 5 | size)] : [(byte)size, (byte)(type - 7)];
}
