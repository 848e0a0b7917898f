using System.Threading.Channels;
using GraphQL.Execution;
using Microsoft.Extensions.DependencyInjection;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace Platform.ReadApi.Execution;

/// <summary>
/// Runs subscriptions with a bounded queue between source and execution (the library's own queue has no bound, so a source that
/// is quicker than the resolvers would fill the memory), each event in a service scope of its own.
/// </summary>
public sealed class BoundedSubscriptions(IServiceScopeFactory scopes) : SubscriptionExecutionStrategy(new ParallelExecutionStrategy())
{
    /// <inheritdoc />
    protected override async Task<IObservable<GraphQL.ExecutionResult>?> ResolveResponseStreamAsync(ExecutionContext context, ExecutionNode node)
    {
        IObservable<object?> source;
        try
        {
            source = await node.FieldDefinition.StreamResolver!.ResolveAsync(new GraphQL.ReadonlyResolveFieldContext(node, context));
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception failure)
        {
            context.Errors.Add(await HandleExceptionAsync(context, node, failure, $"The stream of \"{node.Field.Name}\" could not be opened."));
            return null;
        }
        var preserved = CloneExecutionContext(context, CancellationToken.None);
        var keep = ((OperationContext)context.UserContext!).Delivery.Keep;
        return new Pump(source, keep, async (value, cancellation) =>
        {
            using var one = CloneExecutionContext(preserved, cancellation);
            return await ProcessDataAsync(one, node, value);
        }, async failure =>
        {
            using var one = CloneExecutionContext(preserved, CancellationToken.None);
            return await HandleExceptionAsync(one, node, failure, $"The stream of \"{node.Field.Name}\" failed.");
        });
    }

    /// <inheritdoc />
    protected override ExecutionContext CloneExecutionContext(ExecutionContext context, CancellationToken token)
    {
        var clone = base.CloneExecutionContext(context, token);
        clone.RequestServices = null; // the request's scope ends before the stream does
        return clone;
    }

    /// <inheritdoc />
    protected override async ValueTask<GraphQL.ExecutionResult> ProcessDataAsync(ExecutionContext context, ExecutionNode node, object? value)
    {
        await using var scope = scopes.CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        return await base.ProcessDataAsync(context, node, value);
    }

    private sealed class Pump(
        IObservable<object?> source, int keep, Func<object?, CancellationToken, Task<GraphQL.ExecutionResult>> execute,
        Func<Exception, Task<GraphQL.ExecutionError>> explain) : IObservable<GraphQL.ExecutionResult>
    {
        public IDisposable Subscribe(IObserver<GraphQL.ExecutionResult> observer)
        {
            var run = new Run(keep);
            _ = run.RelayAsync(observer, execute, explain);
            run.Upstream = source.Subscribe(run);
            return run;
        }
    }

    private sealed class Run : IObserver<object?>, IDisposable
    {
        private readonly Channel<object?> _waiting;
        private readonly CancellationTokenSource _stop = new();
        private readonly CancellationToken _stopped;
        private IDisposable? _upstream;
        private bool _disposed;

        public Run(int keep)
        {
            _stopped = _stop.Token;
            _waiting = Channel.CreateBounded<object?>(
                new BoundedChannelOptions(keep) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        }

        public IDisposable Upstream
        {
            set
            {
                lock (_stop)
                {
                    _upstream = value;
                    if (!_disposed)
                        return;
                }
                value.Dispose();
            }
        }

        public void OnNext(object? value) => _waiting.Writer.TryWrite(value);

        public void OnError(Exception error) => _waiting.Writer.TryComplete(error);

        public void OnCompleted() => _waiting.Writer.TryComplete();

        public async Task RelayAsync(
            IObserver<GraphQL.ExecutionResult> observer, Func<object?, CancellationToken, Task<GraphQL.ExecutionResult>> execute,
            Func<Exception, Task<GraphQL.ExecutionError>> explain)
        {
            try
            {
                await foreach (var value in _waiting.Reader.ReadAllAsync(_stopped))
                    observer.OnNext(await execute(value, _stopped));
                observer.OnCompleted();
            }
            catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
            {
                // Nobody listens any more.
            }
            catch (Exception failure)
            {
                observer.OnError(await explain(failure));
            }
        }

        public void Dispose()
        {
            lock (_stop)
            {
                if (_disposed)
                    return;
                _disposed = true;
            }
            _stop.Cancel();
            _upstream?.Dispose();
            _stop.Dispose();
        }
    }
}
