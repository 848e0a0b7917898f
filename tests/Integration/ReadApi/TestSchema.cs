using System.Runtime.CompilerServices;
using System.Threading.Channels;
using GraphQL;
using GraphQL.DataLoader;
using Platform.ReadApi.Execution;

namespace Platform.Tests.Integration.ReadApi;

/// <summary>What the test schema counts and waits for.</summary>
public sealed class Probe
{
    internal int Opened;
    internal int Closed;
    internal int Fetches;
    internal int LargestBatch;
    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    public Channel<int> Numbers { get; } = Channel.CreateUnbounded<int>();
}

public sealed class Owner
{
    public string Name { get; init; } = "";
}

public sealed class OwnerLoader(Probe probe) : BatchLoader<int, Owner>
{
    protected override Task<IReadOnlyDictionary<int, Owner>> FetchAsync(IReadOnlyList<int> keys, CancellationToken cancellation)
    {
        probe.Fetches++;
        probe.LargestBatch = Math.Max(probe.LargestBatch, keys.Count);
        return Task.FromResult<IReadOnlyDictionary<int, Owner>>(keys.ToDictionary(key => key, key => new Owner { Name = $"owner {key}" }));
    }
}

public sealed class Item
{
    public int Number { get; init; }

    public IDataLoaderResult<Owner?> Owner([FromServices] OwnerLoader owners) => owners.Load(Number % 10);

    public IEnumerable<Item> Items() => [new() { Number = Number + 1 }];
}

public sealed class TestQuery
{
    public static string Hello(string name = "world") => $"hello {name}";

    public static string Tenant(IResolveFieldContext context) => OperationContext.Of(context).Tenant;

    [Authorize(Roles = "admin")] public static string Secret() => "42";

    public static string Boom() => throw new InvalidOperationException("the password is hunter2");

    public static IEnumerable<Item> Items(int first = 50) => Enumerable.Range(0, first).Select(number => new Item { Number = number });

    public static async Task<string> Slow([FromServices] Probe probe, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        catch (OperationCanceledException)
        {
            probe.Cancelled.TrySetResult();
            throw;
        }
        return "";
    }
}

public sealed class TestMutation
{
    public static string Change() => "changed";
}

public sealed class TestSubscription
{
    public static IObservable<int> Numbers([FromServices] Probe probe, string? label = null) => new Stream<int>(stop => Read(probe, stop));

    public static IObservable<string> Flood() => new Stream<string>(Endless);

    private static async IAsyncEnumerable<int> Read(Probe probe, [EnumeratorCancellation] CancellationToken stop)
    {
        Interlocked.Increment(ref probe.Opened);
        try
        {
            await foreach (var number in probe.Numbers.Reader.ReadAllAsync(stop))
                yield return number;
        }
        finally
        {
            Interlocked.Increment(ref probe.Closed);
        }
    }

    private static async IAsyncEnumerable<string> Endless([EnumeratorCancellation] CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            yield return $"{i}:{new string('x', 10_000)}";
            await Task.Yield();
        }
    }
}
