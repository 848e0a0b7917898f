using System.Buffers;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using GraphQL;
using GraphQLParser.AST;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.ReadApi.Transport;

/// <summary>One socket: reads messages, runs operations, writes what they give in order.</summary>
internal sealed class WebSocketConnection : IDisposable
{
    private const int LongestReason = 120;
    private static readonly HashSet<string> Dashboards = ["liveUpdated", "trendUpdated"];

    private readonly WebSocketTransport _transport;
    private readonly WebSocket _socket;
    private readonly HttpContext _http;
    private readonly ConcurrentDictionary<string, SocketOperation> _operations = new();
    private readonly Channel<(byte[]? Frame, SocketOperation? Latest)> _out;
    private readonly CancellationTokenSource _cut;
    private readonly Lock _gate = new();
    private (int Code, string Reason)? _close;
    private ClaimsPrincipal _user;
    private string? _tenant;
    private bool _initialised;
    private volatile bool _acknowledged;

    public WebSocketConnection(WebSocketTransport transport, WebSocket socket, HttpContext http)
    {
        (_transport, _socket, _http, _user) = (transport, socket, http, http.User);
        _out = Channel.CreateBounded<(byte[]?, SocketOperation?)>(new BoundedChannelOptions(transport.Options.MaxQueuedMessages) { SingleReader = true });
        _cut = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
    }

    public void Dispose() => _cut.Dispose();

    public async Task RunAsync()
    {
        var writing = WriteAsync();
        await using var late = new Timer(_ => { if (!_acknowledged) RequestClose(4408, "Connection initialisation timeout"); },
            null, _transport.Options.InitTimeout, Timeout.InfiniteTimeSpan);
        await using var stopping = _transport.Stopping.Register(() => RequestClose(1001, "The server is shutting down"));
        try
        {
            await ReadAsync();
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException)
        {
            // The reader vanished, sent what is no message, or was cut off: the rest is the same.
        }
        foreach (var operation in _operations.Values)
            End(operation);
        _out.Writer.TryComplete();
        await writing;
        if (_close is { } close)
            await CloseAsync(close.Code, close.Reason);
        else if (_socket.State == WebSocketState.CloseReceived)
            await CloseAsync(1000, "");
        await _cut.CancelAsync();
    }

    public async Task CloseAsync(int code, string reason)
    {
        using var limit = new CancellationTokenSource(_transport.Options.CloseTimeout);
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, limit.Token);
            var buffer = new byte[1024];
            while (_socket.State == WebSocketState.CloseSent)
                await _socket.ReceiveAsync(buffer.AsMemory(), limit.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            _socket.Abort();
        }
    }

    // What waits is still sent; a reader that takes nothing is cut off after a while.
    private void RequestClose(int code, string reason)
    {
        lock (_gate)
        {
            if (_close is not null)
                return;
            while (Encoding.UTF8.GetByteCount(reason) > LongestReason)
                reason = reason[..^8];
            _close = (code, reason);
        }
        foreach (var operation in _operations.Values)
            End(operation);
        _out.Writer.TryComplete();
        _cut.CancelAfter(_transport.Options.CloseTimeout);
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var (frame, latest) in _out.Reader.ReadAllAsync(_cut.Token))
                if ((frame ?? latest?.Take()) is { } message)
                    await _socket.SendAsync(message.AsMemory(), WebSocketMessageType.Text, true, _cut.Token);
            if (_close is { } close && _socket.State == WebSocketState.Open)
                await _socket.CloseOutputAsync((WebSocketCloseStatus)close.Code, close.Reason, _cut.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            _socket.Abort();
        }
    }

    private async Task ReadAsync()
    {
        var message = new ArrayBufferWriter<byte>(4096);
        while (true)
        {
            message.ResetWrittenCount();
            ValueWebSocketReceiveResult received;
            do
            {
                received = await _socket.ReceiveAsync(message.GetMemory(4096), _cut.Token);
                if (received.MessageType == WebSocketMessageType.Close)
                    return;
                message.Advance(received.Count);
                if (message.WrittenCount > _transport.Options.MaxMessageBytes)
                {
                    RequestClose(1009, "Message too big");
                    message.ResetWrittenCount();
                }
            }
            while (!received.EndOfMessage);
            if (_close is not null)
                continue;
            if (received.MessageType == WebSocketMessageType.Text)
                OnMessage(message.WrittenMemory);
            else
                RequestClose(4400, "Only text messages are allowed");
        }
    }

    private void OnMessage(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            OnMessage(document.RootElement);
        }
        catch (JsonException)
        {
            RequestClose(4400, "Invalid message: not JSON");
        }
        catch (BadRequestException bad)
        {
            RequestClose(4400, "Invalid message: " + bad.Message);
        }
    }

    private void OnMessage(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
            throw new BadRequestException("'type' is missing");
        JsonElement? payload = message.TryGetProperty("payload", out var given) && given.ValueKind != JsonValueKind.Null ? given : null;
        switch (type.GetString())
        {
            case "connection_init":
                Initialise(payload);
                break;
            case "ping":
                Send(payload is { } echo
                    ? Encoding.UTF8.GetBytes($$"""{"type":"pong","payload":{{CheckObject(echo).GetRawText()}}}""")
                    : Encoding.UTF8.GetBytes("""{"type":"pong"}"""));
                break;
            case "pong":
                break;
            case "subscribe":
                Subscribe(Id(message), payload ?? throw new BadRequestException("'payload' is missing"));
                break;
            case "complete":
                if (_operations.TryGetValue(Id(message), out var running))
                    End(running);
                break;
            default:
                throw new BadRequestException("unknown 'type'");
        }
    }

    private void Initialise(JsonElement? payload)
    {
        if (_initialised)
        {
            RequestClose(4429, "Too many initialisation requests");
            return;
        }
        _initialised = true;
        if (payload is { } given)
        {
            CheckObject(given);
            _tenant = given.TryGetProperty("tenant", out var tenant) && tenant.ValueKind == JsonValueKind.String ? tenant.GetString() : null;
        }
        if (_transport.Options.Authenticate(_http, payload) is not { } user)
        {
            RequestClose(4403, "Forbidden");
            return;
        }
        _user = user;
        _acknowledged = true;
        Send(Encoding.UTF8.GetBytes("""{"type":"connection_ack"}"""));
    }

    private void Subscribe(string id, JsonElement payload)
    {
        if (!_acknowledged)
        {
            RequestClose(4401, "Unauthorized");
            return;
        }
        var request = GraphQLRequest.Parse(payload, _transport.Serializer);
        var operation = new SocketOperation(id, _cut.Token);
        if (!_operations.TryAdd(id, operation))
            RequestClose(4409, $"Subscriber for {id} already exists");
        else if (_operations.Count > _transport.Options.MaxOperations)
            Fail(operation, [new ExecutionError("There are too many operations on this connection.")]);
        else
            _ = Task.Run(() => ExecuteAsync(operation, request));
    }

    private async Task ExecuteAsync(SocketOperation operation, GraphQLRequest request)
    {
        try
        {
            await using var scope = _transport.Scopes.CreateAsyncScope();
            var result = await _transport.Runner.RunAsync(request, Way.Socket, _tenant, _user, scope.ServiceProvider, operation.Token);
            if (result.Streams is { Count: > 0 } streams)
            {
                operation.LatestWins = Dashboards.Contains(streams.Keys.First())
                    || result.Operation?.SelectionSet.Selections is [GraphQLField field] && Dashboards.Contains(field.Name.StringValue);
                operation.Attach(streams.Values.First().Subscribe(new Observer(this, operation)));
            }
            else if (!result.Executed || result.Data is null && result.Operation?.Operation == OperationType.Subscription)
                Fail(operation, [.. result.Errors ?? []]);
            else
            {
                Next(operation, result);
                Complete(operation);
            }
        }
        catch (OperationCanceledException) when (operation.Ended || _cut.IsCancellationRequested)
        {
            // Ended while it ran.
        }
        catch (Exception)
        {
            Fail(operation, [new ExecutionError("Internal server error.")]);
        }
    }

    private void Next(SocketOperation operation, ExecutionResult result)
    {
        if (operation.Ended)
            return;
        var frame = operation.Frame("next", _transport.Serializer.ToBytes(result));
        if (!operation.LatestWins)
            Send(frame);
        else if (operation.Offer(frame))
            Send((null, operation));
    }

    private void Complete(SocketOperation operation)
    {
        if (End(operation))
            Send(operation.Frame("complete", default));
    }

    private void Fail(SocketOperation operation, ExecutionError[] errors)
    {
        if (End(operation))
            Send(operation.Frame("error", _transport.Serializer.ToBytes(errors)));
    }

    private bool End(SocketOperation operation)
    {
        if (!operation.TryEnd())
            return false;
        _operations.TryRemove(new(operation.Id, operation));
        operation.Release();
        return true;
    }

    private void Send(byte[] frame) => Send((frame, null));

    private void Send((byte[]?, SocketOperation?) item)
    {
        if (!_out.Writer.TryWrite(item))
            RequestClose(1013, "The client reads too slowly");
    }

    private static string Id(JsonElement message) =>
        message.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String && id.GetString() is { Length: > 0 and <= 256 } text
            ? text
            : throw new BadRequestException("'id' must be a non-empty string");

    private static JsonElement CheckObject(JsonElement payload) =>
        payload.ValueKind == JsonValueKind.Object ? payload : throw new BadRequestException("'payload' must be an object");

    private sealed class Observer(WebSocketConnection connection, SocketOperation operation) : IObserver<ExecutionResult>
    {
        public void OnNext(ExecutionResult value) => connection.Next(operation, value);

        public void OnError(Exception error) => connection.Fail(operation, [error as ExecutionError ?? new ExecutionError("The stream failed.")]);

        public void OnCompleted() => connection.Complete(operation);
    }
}
