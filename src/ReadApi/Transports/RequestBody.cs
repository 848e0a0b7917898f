using System.Buffers;
using Microsoft.AspNetCore.Http;
using Platform.ReadApi.Execution;

namespace Platform.ReadApi.Transports;

/// <summary>Reads bodies up to a limit.</summary>
internal static class RequestBody
{
    /// <summary>The whole body.</summary>
    /// <exception cref="Refusal">It is larger than the limit.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext http, int limit)
    {
        if (http.Request.ContentLength > limit)
            throw TooLarge(limit);
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw TooLarge(limit);
            }
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static Refusal TooLarge(int limit) => new(RefusalCode.TooLarge, $"The request body is larger than {limit} bytes.");
}
