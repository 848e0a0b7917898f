using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Security.Claims;
using GraphQL;
using GraphQLParser.AST;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.ReadApi.Execution;
using Platform.ReadApi.Tenancy;

namespace Platform.ReadApi.Transports.WebSockets;

/// <summary>One socket: its log-in, its operations, its end.</summary>
internal sealed class Connection : IDisposable
{
    private readonly WebSocketTransport _transport;
    private readonly WebSocket _socket;
    private readonly HttpContext _http;
    private readonly Outbox _outbox;
    private readonly CancellationTokenSource _end;
    private readonly ConcurrentDictionary<string, Operation> _operations = new();
    private readonly TaskCompletionSource<CloseReason?> _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _authorization;
    private bool _initialised;
    private ClaimsPrincipal? _user;
    private TenantScope? _scope;

    public Connection(WebSocketTransport transport, WebSocket socket, HttpContext http)
    {
        (_transport, _socket, _http) = (transport, socket, http);
        _end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var capacity = transport.Settings.MaxOperationsPerConnection * 2 + 256;
        _outbox = new Outbox(socket, transport.Settings.SendTimeout, transport.Clock, capacity)
        {
            Overflow = () => _closing.TrySetResult(CloseReason.TooSlow),
            Finished = Remove,
        };
    }

    public void Dispose() => _end.Dispose();

    /// <summary>Runs until either side ends it, then closes.</summary>
    public async Task RunAsync()
    {
        using var stopping = _transport.Stopping.Register(() => _closing.TrySetResult(CloseReason.GoingAway));
        var writing = WriteAsync();
        var reading = ReadAsync();
        var watching = WatchLogInAsync();
        var reason = await _closing.Task;
        foreach (var operation in _operations.Values)
            operation.Dispose();
        _outbox.Complete();
        if (reason is not null)
        {
            await Task.WhenAny(writing, Task.Delay(TimeSpan.FromSeconds(1), _transport.Clock, CancellationToken.None));
            if (!writing.IsCompleted)
                _socket.Abort(); // the peer reads nothing, so no close frame gets through either
            else if (!reading.IsCompleted && _socket.State == WebSocketState.Open)
                await CloseWhileReadingAsync(reason, reading);
            else
                await _transport.CloseAsync(_socket, reason);
        }
        else if (_socket.State == WebSocketState.CloseReceived)
        {
            await _transport.CloseAsync(_socket, new CloseReason(1000, ""));
        }
        await _end.CancelAsync();
        await Task.WhenAll(reading, writing, watching);
    }

    // The loop that reads goes on and gets the peer's close frame: two reads at once are not allowed.
    private async Task CloseWhileReadingAsync(CloseReason reason, Task reading)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3), _transport.Clock);
        try
        {
            await _socket.CloseOutputAsync((WebSocketCloseStatus)reason.Code, reason.Words, limit.Token);
            await reading.WaitAsync(limit.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            _socket.Abort();
        }
    }

    private async Task ReadAsync()
    {
        using var reader = new SocketReader(_socket, _transport.Settings.MaxRequestBytes);
        try
        {
            while (await reader.ReadAsync(_end.Token) is { } message)
                if (!_closing.Task.IsCompleted)
                    await OnMessageAsync(message);
            _closing.TrySetResult(null);
        }
        catch (ProtocolViolation violation)
        {
            _closing.TrySetResult(violation.Reason);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            _closing.TrySetResult(null); // the peer vanished
        }
        catch (Exception failure)
        {
            _transport.Log.LogError(failure, "A WebSocket failed.");
            _closing.TrySetResult(CloseReason.Internal);
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await _outbox.WriteAsync(_end.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            _closing.TrySetResult(null); // the peer vanished, or stalled: the send that timed out has aborted the socket
        }
    }

    private async Task WatchLogInAsync()
    {
        try
        {
            await Task.Delay(_transport.Settings.ConnectionInitTimeout, _transport.Clock, _end.Token);
            if (_user is null)
                _closing.TrySetResult(CloseReason.InitTimeout);
            using var timer = new PeriodicTimer(_transport.Settings.RecheckAccess, _transport.Clock);
            while (await timer.WaitForNextTickAsync(_end.Token))
                if (await _transport.Access.AuthenticateAsync(_http, _authorization) is null)
                    _closing.TrySetResult(CloseReason.Forbidden);
        }
        catch (OperationCanceledException)
        {
            // The connection is over.
        }
    }

    private async Task OnMessageAsync(ReadOnlyMemory<byte> utf8)
    {
        using var message = ClientMessage.Parse(utf8);
        switch (message.Type)
        {
            case "connection_init":
                await InitialiseAsync(message);
                break;
            case "ping":
                _outbox.Add(message.Map is { } payload ? Frame.PongWith(payload.GetRawText()) : Frame.Pong);
                break;
            case "pong":
                break;
            case "subscribe":
                Subscribe(message);
                break;
            case "complete":
                if (_operations.TryGetValue(message.Id, out var running))
                    Remove(running);
                break;
            default:
                throw ClientMessage.Violation("its \"type\" is not known");
        }
    }

    private async Task InitialiseAsync(ClientMessage message)
    {
        if (_initialised)
            throw new ProtocolViolation(CloseReason.InitTwice);
        _initialised = true;
        _authorization = message.PayloadText("authorization");
        var user = await _transport.Access.AuthenticateAsync(_http, _authorization) ?? throw new ProtocolViolation(CloseReason.Forbidden);
        try
        {
            var asked = message.PayloadText("tenant") ?? _http.Request.Headers[TenantScope.Header].ToString();
            _scope = await _transport.Tenants.ChooseAsync(user, asked, _end.Token);
        }
        catch (Refusal)
        {
            throw new ProtocolViolation(CloseReason.Forbidden);
        }
        _user = user;
        _outbox.Add(Frame.Ack);
    }

    private void Subscribe(ClientMessage message)
    {
        if (_user is null)
            throw new ProtocolViolation(CloseReason.Unauthorized);
        GraphQLRequest request;
        try
        {
            request = _transport.Parser.Parse(message.Payload ?? throw ClientMessage.Violation("\"payload\" is missing"));
        }
        catch (Refusal refusal)
        {
            throw ClientMessage.Violation(refusal.Message);
        }
        var operation = new Operation(message.Id, _outbox, _transport.Json, _end.Token).Begin();
        if (!_operations.TryAdd(operation.Id, operation))
        {
            operation.Dispose();
            throw new ProtocolViolation(CloseReason.Exists(operation.Id));
        }
        if (_operations.Count > _transport.Settings.MaxOperationsPerConnection)
            operation.Fail([new Refusal(RefusalCode.TooManyOperations, "Too many operations run on this connection.")]);
        else
            Start(operation, request);
    }

    private void Start(Operation operation, GraphQLRequest request)
    {
        var (user, scope) = (_user!, _scope!);
        _ = Task.Run(() => ExecuteAsync(operation, request, user, scope)); // the socket goes on reading meanwhile
    }

    private async Task ExecuteAsync(Operation operation, GraphQLRequest request, ClaimsPrincipal user, TenantScope tenant)
    {
        try
        {
            await using var services = _transport.Scopes.CreateAsyncScope();
            var opened = await _transport.Shared.SubscribeAsync(request, user, tenant,
                () => _transport.Runner.RunAsync(request, user, tenant, services.ServiceProvider, operation.Cancelled),
                delivery =>
                {
                    operation.Delivery = delivery;
                    return operation;
                });
            if (opened.Subscription is { } subscription)
                operation.Attach(subscription);
            else
                Answer(operation, opened.Result!);
        }
        catch (OperationCanceledException) when (operation.Cancelled.IsCancellationRequested)
        {
            // The client lost interest.
        }
        catch (Exception failure)
        {
            _transport.Log.LogError(failure, "An operation on a WebSocket failed.");
            operation.Fail([new Refusal(RefusalCode.InternalError, Failures.Internal)]);
        }
    }

    private void Answer(Operation operation, ExecutionResult result)
    {
        if (!result.Executed || (result.Data is null && result.Operation?.Operation == OperationType.Subscription))
        {
            operation.Fail(result.Errors ?? []);
            return;
        }
        operation.OnResult(_transport.Json.ToBytes(result));
        operation.OnCompleted();
    }

    private void Remove(Operation operation)
    {
        _operations.TryRemove(new(operation.Id, operation));
        operation.Dispose();
    }
}
