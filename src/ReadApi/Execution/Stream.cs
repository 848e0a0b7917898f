namespace Platform.ReadApi.Execution;

/// <summary>A sequence as an observable: it runs from a subscription to its disposal. (The library's own conversion ends with the request.)</summary>
/// <typeparam name="T">What comes.</typeparam>
public sealed class Stream<T>(Func<CancellationToken, IAsyncEnumerable<T>> open) : IObservable<T>
{
    /// <inheritdoc />
    public IDisposable Subscribe(IObserver<T> observer)
    {
        var run = new Run();
        _ = Task.Run(() => run.RelayAsync(open, observer));
        return run;
    }

    private sealed class Run : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly CancellationToken _stopped;

        public Run() => _stopped = _stop.Token;

        public async Task RelayAsync(Func<CancellationToken, IAsyncEnumerable<T>> open, IObserver<T> observer)
        {
            try
            {
                await foreach (var item in open(_stopped).WithCancellation(_stopped))
                    observer.OnNext(item);
                observer.OnCompleted();
            }
            catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
            {
                // Nobody listens any more.
            }
            catch (Exception failure)
            {
                observer.OnError(failure);
            }
        }

        public void Dispose()
        {
            lock (_stop)
            {
                if (_stopped.IsCancellationRequested)
                    return;
                _stop.Cancel();
            }
            _stop.Dispose();
        }
    }
}
