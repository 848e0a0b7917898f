using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Platform.Ingest.Http;

/// <summary>Reads a body whole, decompressed and bounded. Compression is told by the bytes: clients label it wrongly or not at all.</summary>
public static class RequestBody
{
    /// <summary>The body's bytes, or null when it is larger than the limit before or after decompression.</summary>
    /// <exception cref="InvalidDataException">It claims to be compressed and is not.</exception>
    public static async ValueTask<byte[]?> ReadAsync(HttpRequest request, int limit, CancellationToken cancellation)
    {
        if (request.ContentLength > limit)
            return null;
        var raw = await ReadBoundedAsync(request.Body, limit, cancellation);
        if (raw is null)
            return null;
        await using var decompressed = Decompress(new MemoryStream(raw), request.Headers.ContentEncoding.ToString(), raw is [0x1F, 0x8B, ..]);
        try
        {
            return decompressed is null ? raw : await ReadBoundedAsync(decompressed, limit, cancellation);
        }
        catch (InvalidOperationException notBrotli)
        {
            throw new InvalidDataException(notBrotli.Message, notBrotli);
        }
    }

    private static Stream? Decompress(MemoryStream source, string encoding, bool looksGzipped) => encoding.ToUpperInvariant() switch
    {
        _ when looksGzipped => new GZipStream(source, CompressionMode.Decompress),
        "DEFLATE" => new ZLibStream(source, CompressionMode.Decompress),
        "BR" => new BrotliStream(source, CompressionMode.Decompress),
        _ => null,
    };

    private static async ValueTask<byte[]?> ReadBoundedAsync(Stream stream, int limit, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            var length = 0;
            while (true)
            {
                if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.AsSpan(0, length).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellation);
                if (read == 0)
                    return buffer.AsSpan(0, length).ToArray();
                length += read;
                if (length > limit)
                    return null;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
