namespace Platform.ReadApi.Transports.WebSockets;

/// <summary>Messages of graphql-transport-ws to the client, as JSON.</summary>
internal static class Frame
{
    public static readonly byte[] Ack = "{\"type\":\"connection_ack\"}"u8.ToArray();

    public static readonly byte[] Pong = "{\"type\":\"pong\"}"u8.ToArray();

    /// <summary>A message about an operation.</summary>
    /// <param name="idJson">The id as JSON.</param>
    /// <param name="payload">JSON, or nothing.</param>
    public static byte[] Of(ReadOnlySpan<byte> idJson, ReadOnlySpan<byte> type, ReadOnlySpan<byte> payload) => payload.IsEmpty
        ? [.. "{\"id\":"u8, .. idJson, .. ",\"type\":\""u8, .. type, .. "\"}"u8]
        : [.. "{\"id\":"u8, .. idJson, .. ",\"type\":\""u8, .. type, .. "\",\"payload\":"u8, .. payload, .. "}"u8];

    /// <summary>The answer to a ping that had a payload.</summary>
    public static byte[] PongWith(string payload) => System.Text.Encoding.UTF8.GetBytes($$"""{"type":"pong","payload":{{payload}}}""");
}
