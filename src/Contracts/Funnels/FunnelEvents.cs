using System.Text.Json;

namespace Platform.Contracts.Funnels;

/// <summary>A funnel is kept under a name. Stream: the funnel's own id, in the default tenant.</summary>
/// <param name="Question">What is asked, in the form of GraphQL's <c>FunnelInput</c>.</param>
public sealed record FunnelDefined(string Tenant, string Name, JsonElement Question, string By, DateTimeOffset At);

/// <summary>The funnel asks something else from now on: its next version.</summary>
/// <param name="Version">Number of the new version.</param>
public sealed record FunnelChanged(int Version, JsonElement Question, string By, DateTimeOffset At);

/// <summary>The funnel has another name.</summary>
public sealed record FunnelRenamed(string Name, string By, DateTimeOffset At);

/// <summary>The funnel is not kept up any more; its versions still answer when they are asked.</summary>
public sealed record FunnelArchived(string By, DateTimeOffset At);
