using Marten;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Projections.Metrics;
using Wolverine;

namespace Platform.Ml.Alerting;

/// <summary>Alerts.</summary>
public static class AlertingModule
{
    private const int AtOnce = 8;

    /// <summary>Registers what decides about rules and tells of them: any node may be given what another one did not finish.</summary>
    public static IServiceCollection AddAlerting(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AlertOptions>().Bind(configuration.GetSection("Alerts"));
        services.ConfigureMarten(options => options.Schema.For<AlertPosition>());
        services.AddSingleton<MinutesQuery>().AddSingleton<AlertSecrets>().AddSingleton<AlertMailer>().AddSingleton<AlertSender>().AddSingleton<AlertFigures>();
        return services;
    }

    /// <summary>Notifications are kept in the transaction that they tell of, until they were sent.</summary>
    public static void KeepNotifications(this WolverineOptions bus)
    {
        ArgumentNullException.ThrowIfNull(bus);
        bus.LocalQueueFor<DeliverNotification>().UseDurableInbox().MaximumParallelMessages(AtOnce);
    }
}
