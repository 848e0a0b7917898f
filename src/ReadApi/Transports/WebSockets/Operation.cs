using System.Text.Json;
using GraphQL;
using Platform.ReadApi.Execution;

namespace Platform.ReadApi.Transports.WebSockets;

/// <summary>An operation on a socket, with the frames that wait to be written for it: never more than its delivery keeps.</summary>
internal sealed class Operation(string id, Outbox outbox, AnswerWriter json, CancellationToken connection) : IResultReader, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<byte[]> _waiting = new();
    private readonly byte[] _id = JsonSerializer.SerializeToUtf8Bytes(id);
    private readonly CancellationTokenSource _cancel = CancellationTokenSource.CreateLinkedTokenSource(connection);
    private IDisposable? _subscription;
    private byte[]? _last;
    private bool _queued;
    private bool _over;
    private bool _closed;

    public string Id => id;

    public CancellationToken Cancelled { get; private set; }

    public StreamDelivery Delivery { get; set; } = StreamDelivery.State;

    public Operation Begin()
    {
        Cancelled = _cancel.Token;
        return this;
    }

    /// <summary>Ties the subscription to the operation's life.</summary>
    public void Attach(IDisposable subscription)
    {
        lock (_gate)
        {
            if (!_over)
            {
                _subscription = subscription;
                return;
            }
        }
        subscription.Dispose();
    }

    public void OnResult(byte[] result)
    {
        lock (_gate)
        {
            if (_over)
                return;
            if (_waiting.Count >= Delivery.Keep)
                _waiting.Dequeue();
            _waiting.Enqueue(Frame.Of(_id, "next"u8, result));
            Announce();
        }
    }

    public void OnFailed(ExecutionError error) => Finish(Frame.Of(_id, "error"u8, json.ToBytes(new[] { error })));

    public void OnCompleted() => Finish(Frame.Of(_id, "complete"u8, default));

    /// <summary>Ends with errors instead of results.</summary>
    public void Fail(IEnumerable<ExecutionError> errors) => Finish(Frame.Of(_id, "error"u8, json.ToBytes(errors.ToArray())));

    /// <summary>The next frame to write; last: the operation is over with it. Null: it was cancelled.</summary>
    public byte[]? Take(out bool last)
    {
        lock (_gate)
        {
            _queued = false;
            last = false;
            if (_closed)
                return null;
            if (!_waiting.TryDequeue(out var frame))
            {
                frame = _last;
                last = true;
            }
            else if (_waiting.Count > 0 || _last is not null)
            {
                Announce();
            }
            return frame;
        }
    }

    /// <summary>Stops at once; nothing more is written.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_closed)
                return;
            _closed = _over = true;
            _waiting.Clear();
        }
        Release();
    }

    private void Finish(byte[] frame)
    {
        lock (_gate)
        {
            if (_over)
                return;
            _over = true;
            _last = frame;
            Announce();
        }
        Interlocked.Exchange(ref _subscription, null)?.Dispose();
    }

    private void Announce()
    {
        if (_queued)
            return;
        _queued = true;
        outbox.Add(this);
    }

    private void Release()
    {
        _cancel.Cancel();
        Interlocked.Exchange(ref _subscription, null)?.Dispose();
        _cancel.Dispose();
    }
}
