using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Platform.Contracts.Tenants;

namespace Platform.Ingest.Quotas;

/// <summary>How many dead letters of one source are kept when everything it sends is refused: a client that never stops would fill the disk.</summary>
public sealed class FloodGate(IOptions<IngestOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<ResolvedSource> _limiter = PartitionedRateLimiter.Create<ResolvedSource, (string, string)>(source =>
        RateLimitPartition.GetFixedWindowLimiter((source.Tenant, source.Name), _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = options.Value.FloodLettersPerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0,
        }));

    /// <summary>Whether one more is kept this minute.</summary>
    public bool Admits(ResolvedSource source)
    {
        using var lease = _limiter.AttemptAcquire(source);
        return lease.IsAcquired;
    }

    /// <inheritdoc />
    public void Dispose() => _limiter.Dispose();
}
