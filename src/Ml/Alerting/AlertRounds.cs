using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Contracts.Alerts;
using Wolverine;

namespace Platform.Ml.Alerting;

/// <summary>Evaluates every rule when a minute has closed.</summary>
internal sealed class AlertRounds(IDocumentStore store, IServiceScopeFactory scopes, ILogger<AlertRounds> log)
{
    /// <param name="closed">The last minute that has closed.</param>
    public async Task RunAsync(long closed, CancellationToken cancellation)
    {
        foreach (var rule in await DueAsync(cancellation))
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(new EvaluateAlertRule(rule, closed), cancellation);
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
            {
                log.LogWarning("The alert rule {Rule} could not be evaluated: {Problem}. Its minutes are taken in when it can be.", rule, failure.Message);
            }
    }

    // What is not watched any more may still have to be told to be over.
    private async Task<IEnumerable<Guid>> DueAsync(CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var watched = await session.Query<AlertRule>().Where(rule => rule.Enabled).Select(rule => rule.Id).ToListAsync(cancellation);
        var firing = await session.Query<Alert>().Where(alert => alert.ResolvedAt == null).Select(alert => alert.Rule).ToListAsync(cancellation);
        return watched.Union(firing);
    }
}
