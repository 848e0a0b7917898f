using System.Net.WebSockets;
using System.Threading.Channels;

namespace Platform.ReadApi.Transports.WebSockets;

/// <summary>What waits to be written on a socket: messages, and operations that have some. Bounded, and a peer that stalls is cut off.</summary>
internal sealed class Outbox(WebSocket socket, TimeSpan sendTimeout, TimeProvider clock, int capacity)
{
    private readonly Channel<object> _ready = Channel.CreateBounded<object>(new BoundedChannelOptions(capacity) { SingleReader = true });

    /// <summary>Called when there is no more room.</summary>
    public Action Overflow { get; set; } = () => { };

    /// <summary>Called when an operation's last frame is written.</summary>
    public Action<Operation> Finished { get; set; } = _ => { };

    public void Add(byte[] message) => Queue(message);

    public void Add(Operation operation) => Queue(operation);

    public void Complete() => _ready.Writer.TryComplete();

    /// <summary>Writes until the box is complete and empty.</summary>
    public async Task WriteAsync(CancellationToken cancellation)
    {
        await foreach (var item in _ready.Reader.ReadAllAsync(cancellation))
        {
            if (item is byte[] message)
            {
                await SendAsync(message, cancellation);
            }
            else if (item is Operation operation && operation.Take(out var last) is { } frame)
            {
                if (last)
                    Finished(operation); // before the client can know, so that it may use the id again at once
                await SendAsync(frame, cancellation);
            }
        }
    }

    private async Task SendAsync(byte[] message, CancellationToken cancellation)
    {
        using var stalled = new CancellationTokenSource(sendTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stalled.Token);
        await socket.SendAsync(message.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, either.Token);
    }

    private void Queue(object item)
    {
        if (!_ready.Writer.TryWrite(item))
            Overflow();
    }
}
