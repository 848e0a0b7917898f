using GraphQL;
using Platform.Contracts.Alerts;
using Kept = Platform.Contracts.Alerts.AlertChannel;

namespace Platform.ReadApi.Alerts;

/// <summary>A way to tell people. What it leads to in full and what it is signed with cannot be read again.</summary>
/// <param name="Id">Opaque.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Kind">By what people are told.</param>
/// <param name="Target">Where it leads, as far as that is no secret.</param>
public sealed record AlertChannel([property: Id] string Id, string Name, AlertChannelKind Kind, string Target)
{
    internal static AlertChannel Of(Kept channel) => new(channel.Id.ToString("N"), channel.Name, channel.Kind, channel.Shown);
}

/// <summary>A new way to tell people.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="SigningSecret">What a webhook's requests are signed with. It is told this once.</param>
public sealed record DefinedAlertChannel(AlertChannel Channel, string? SigningSecret);

/// <summary>What became of a test.</summary>
/// <param name="Problem">Why the channel did not take it; null when it did.</param>
public sealed record AlertChannelTest(string? Problem);

/// <summary>What rules can watch.</summary>
/// <param name="Name">What rules call it.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Dimensions">By what it can be told apart.</param>
/// <param name="LongestWindow">Over how long it can be taken at most; zero where it is a figure of the moment.</param>
/// <param name="Simulated">Whether a rule on it can be tried on the past.</param>
public sealed record WatchableFigure(string Name, string Label, IReadOnlyList<string> Dimensions, TimeSpan LongestWindow, bool Simulated);

/// <summary>What a rule would have told.</summary>
/// <param name="Alerts">Each alert.</param>
/// <param name="Minutes">How many minutes were looked at.</param>
public sealed record AlertSimulation(IReadOnlyList<SimulatedAlert> Alerts, long Minutes);
