using GraphQL;

namespace Platform.ReadApi.Execution;

/// <summary>What every resolver of an operation knows: whose data it is about, and who asks by which way.</summary>
public sealed class OperationContext : Dictionary<string, object?>
{
    /// <summary>The one tenant of the operation.</summary>
    public required string Tenant { get; init; }

    /// <summary>The tenants that the viewer may see.</summary>
    public required IReadOnlyList<Contracts.Tenants.Tenant> Tenants { get; init; }

    /// <summary>True for GET.</summary>
    public bool QueriesOnly { get; init; }

    /// <summary>How a subscription's results wait for a slow reader; its resolver decides.</summary>
    public StreamDelivery Delivery { get; set; } = StreamDelivery.State;

    /// <summary>The context of a running operation.</summary>
    public static OperationContext Of(IResolveFieldContext context) => (OperationContext)context.UserContext;
}

/// <summary>How many results of a subscription wait for a slow reader; the oldest give way.</summary>
/// <param name="Keep">The most that wait.</param>
/// <param name="Replay">Whether a reader that joins a running subscription gets the newest result at once.</param>
public sealed record StreamDelivery(int Keep, bool Replay)
{
    /// <summary>Each result supersedes the one before.</summary>
    public static readonly StreamDelivery State = new(1, true);

    /// <summary>Each result tells of something else.</summary>
    public static readonly StreamDelivery News = new(256, false);
}
