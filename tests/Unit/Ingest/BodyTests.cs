using System.IO.Compression;
using CsCheck;
using Microsoft.AspNetCore.Http;
using Platform.Ingest.Http;

namespace Platform.Tests.Unit.Ingest;

public class BodyTests
{
    private const int Limit = 4_096;
    private static readonly Gen<string> Labels = Gen.OneOf([.. new[] { "", "gzip", "br", "deflate", "zstd", "identity", "gzip, br" }.Select(Gen.Const)]);

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("")]
    public async Task A_body_is_the_same_however_it_was_compressed(string label)
    {
        var plain = "{\"event\":\"x\"}"u8.ToArray();

        Assert.Equal(plain, await ReadAsync(Compress(plain, label), label));
        Assert.Null(await ReadAsync(Compress(new byte[100 * Limit], label), label));
    }

    [Fact]
    public Task Any_bytes_under_any_label_are_read_or_called_invalid_and_never_grow_beyond_the_limit() =>
        Gen.Select(Gen.Byte.Array[0, 200], Labels, Gen.Int[0, 3]).SampleAsync(async (bytes, label, cut) =>
        {
            var body = cut == 0 ? bytes : Compress(bytes, label)[..^Math.Min(cut, bytes.Length)];
            try
            {
                Assert.InRange((await ReadAsync(body, label))?.Length ?? 0, 0, Limit);
            }
            catch (InvalidDataException)
            {
                // Said to be compressed and is not: the one failure that callers know.
            }
        });

    private static async Task<byte[]?> ReadAsync(byte[] body, string label)
    {
        var http = new DefaultHttpContext();
        http.Request.Body = new MemoryStream(body);
        http.Request.Headers.ContentEncoding = label;
        return await RequestBody.ReadAsync(http.Request, Limit, CancellationToken.None);
    }

    private static byte[] Compress(byte[] bytes, string label)
    {
        if (label is not ("gzip" or "br" or "deflate"))
            return bytes;
        using var packed = new MemoryStream();
        using (Stream stream = label switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
        })
            stream.Write(bytes);
        return packed.ToArray();
    }
}
