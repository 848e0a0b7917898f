using System.Text.Json;

namespace Platform.Contracts.Segments;

/// <summary>A segment is kept under a name. Stream: the segment's own id, in the default tenant.</summary>
/// <param name="Question">Its rules, in the form of GraphQL's <c>SegmentInput</c>.</param>
public sealed record SegmentDefined(string Tenant, string Name, JsonElement Question, string By, DateTimeOffset At);

/// <summary>A cohort is kept under a name. Stream: the cohort's own id, in the default tenant.</summary>
/// <param name="Question">Its rules, in the form of GraphQL's <c>SegmentInput</c>; a static cohort's say as known at which moment they are asked, or name its members.</param>
public sealed record CohortDefined(string Tenant, string Name, JsonElement Question, bool Static, string By, DateTimeOffset At);

/// <summary>The segment or cohort is not offered any more.</summary>
public sealed record SegmentArchived(string By, DateTimeOffset At);
