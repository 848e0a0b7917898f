using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Platform.Ingest.Quotas;

/// <summary>How many dead letters of one source are kept when everything it sends is refused: a client that never stops would fill the disk.</summary>
public sealed class FloodGate(IOptions<IngestOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<(string Tenant, string Source)> _limiter = PartitionedRateLimiter.Create<(string, string), (string, string)>(source =>
        RateLimitPartition.GetFixedWindowLimiter(source, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = options.Value.FloodLettersPerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0,
        }));

    /// <summary>Whether one more is kept this minute.</summary>
    public bool Admits(string tenant, string source)
    {
        using var lease = _limiter.AttemptAcquire((tenant, source));
        return lease.IsAcquired;
    }

    /// <inheritdoc />
    public void Dispose() => _limiter.Dispose();
}
