using System.Buffers;
using System.Net.WebSockets;

namespace Platform.ReadApi.Transports.WebSockets;

/// <summary>Reads whole text messages up to a limit.</summary>
internal sealed class SocketReader(WebSocket socket, int limit) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(4_096);

    /// <summary>The next message, valid until the one after; null when the peer closes.</summary>
    /// <exception cref="ProtocolViolation">It is too large, or not text.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellation)
    {
        var length = 0;
        while (true)
        {
            if (length > limit)
                throw new ProtocolViolation(CloseReason.TooBig);
            if (length == _buffer.Length)
                Grow(length);
            var read = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellation);
            if (read.MessageType == WebSocketMessageType.Close)
                return null;
            if (read.MessageType != WebSocketMessageType.Text)
                throw ClientMessage.Violation("only text is allowed");
            length += read.Count;
            if (read.EndOfMessage)
                return _buffer.AsMemory(0, length);
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private void Grow(int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
