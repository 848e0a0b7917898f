using System.Collections.Concurrent;
using System.Security.Claims;
using GraphQL;
using Platform.ReadApi.Execution;
using Platform.ReadApi.Tenancy;

namespace Platform.ReadApi.Transports;

/// <summary>Whoever reads a subscription's results. Called on the producer's thread: must not wait.</summary>
public interface IResultReader
{
    /// <summary>A result, as JSON.</summary>
    void OnResult(byte[] result);

    /// <summary>The stream failed; nothing more comes.</summary>
    void OnFailed(ExecutionError error);

    /// <summary>Nothing more comes.</summary>
    void OnCompleted();
}

/// <summary>Either a subscription that runs, or the only result of an operation that is none.</summary>
public sealed record Opened(IDisposable? Subscription, ExecutionResult? Result);

/// <summary>Subscriptions that are the same question by the same viewer of the same tenant run once, and are written as JSON once.</summary>
public sealed class SharedSubscriptions(AnswerWriter json)
{
    private readonly ConcurrentDictionary<string, Shared> _running = new();

    /// <summary>How many run.</summary>
    public int Running => _running.Count;

    /// <summary>Joins the subscription if it runs, else starts it by <paramref name="run"/>.</summary>
    public async Task<Opened> SubscribeAsync(
        GraphQLRequest request, ClaimsPrincipal user, TenantScope scope, Func<Task<OperationOutcome>> run,
        Func<StreamDelivery, IResultReader> reader)
    {
        var key = KeyOf(request, user, scope);
        if (_running.TryGetValue(key, out var running) && running.Join(reader) is { } joined)
            return new(joined, null);
        var outcome = await run();
        if (outcome.Stream is not { } stream)
            return new(null, outcome.Result);
        var shared = new Shared(json, outcome.Context.Delivery, ended => _running.TryRemove(new(key, ended)));
        var first = shared.Join(reader)!;
        _running.TryAdd(key, shared); // two at the same moment may both start: either is right
        shared.Start(stream);
        return new(first, null);
    }

    // Results depend on the viewer's claims (what they may see), so only equal claims share.
    private static string KeyOf(GraphQLRequest request, ClaimsPrincipal user, TenantScope scope) => string.Join('\n',
        [scope.Tenant, request.OperationName, request.DocumentId, request.VariablesText, request.Query, "",
            .. user.Claims.Select(claim => $"{claim.Type}={claim.Value}").Order(StringComparer.Ordinal)]);

    private sealed class Shared(AnswerWriter json, StreamDelivery delivery, Action<Shared> ended) : IObserver<ExecutionResult>
    {
        private readonly Lock _gate = new();
        private IResultReader[] _readers = [];
        private IDisposable? _upstream;
        private byte[]? _newest;
        private bool _over;

        public void Start(IObservable<ExecutionResult> stream)
        {
            var upstream = stream.Subscribe(this);
            lock (_gate)
            {
                if (!_over)
                {
                    _upstream = upstream;
                    return;
                }
            }
            upstream.Dispose();
        }

        public IDisposable? Join(Func<StreamDelivery, IResultReader> make)
        {
            lock (_gate)
            {
                if (_over)
                    return null;
                var reader = make(delivery);
                if (delivery.Replay && _newest is not null)
                    reader.OnResult(_newest);
                _readers = [.. _readers, reader];
                return new Membership(this, reader);
            }
        }

        public void OnNext(ExecutionResult value)
        {
            var result = json.ToBytes(value);
            lock (_gate)
            {
                _newest = result;
                foreach (var reader in _readers)
                    reader.OnResult(result);
            }
        }

        public void OnError(Exception error)
        {
            var failure = error as ExecutionError ?? new GraphQL.Execution.UnhandledError(Failures.Internal, error);
            foreach (var reader in End())
                reader.OnFailed(failure);
        }

        public void OnCompleted()
        {
            foreach (var reader in End())
                reader.OnCompleted();
        }

        private IResultReader[] End()
        {
            lock (_gate)
            {
                _over = true;
                ended(this);
                return Interlocked.Exchange(ref _readers, []);
            }
        }

        private void Leave(IResultReader reader)
        {
            IDisposable? upstream;
            lock (_gate)
            {
                _readers = [.. _readers.Where(other => other != reader)];
                if (_readers.Length > 0 || _over)
                    return;
                _over = true;
                ended(this);
                upstream = _upstream;
            }
            upstream?.Dispose();
        }

        private sealed class Membership(Shared shared, IResultReader reader) : IDisposable
        {
            public void Dispose() => shared.Leave(reader);
        }
    }
}
