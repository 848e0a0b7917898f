using System.Diagnostics;
using Platform.Contracts.Ingestion;

namespace Platform.Ingest.Storing;

/// <summary>What one caller handed in together; done when every part of it is committed.</summary>
internal sealed class Submission(int parts, Action<OverruledEvent>? overruled = null)
{
    private readonly TaskCompletionSource<bool> _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open = parts;

    /// <summary>True once all is committed; false when the host stopped before.</summary>
    public Task<bool> Committed => _committed.Task;

    /// <summary>The span of the caller: the batch that stores the parts belongs to it.</summary>
    public ActivityContext Span { get; } = Activity.Current?.Context ?? default;

    /// <summary>A part was refused by the storing transaction; its caller learns of it before the end.</summary>
    public void PartOverruled(OverruledEvent part) => overruled?.Invoke(part);

    public void PartCommitted()
    {
        if (Interlocked.Decrement(ref _open) == 0)
            _committed.TrySetResult(true);
    }

    public void Abandon() => _committed.TrySetResult(false);
}

/// <summary>One event, or one dead letter, waiting for its batch.</summary>
internal readonly record struct Waiting(AcceptedEvent? Accepted, RefusedEvent? Refused, long Bytes, Submission Submission);
