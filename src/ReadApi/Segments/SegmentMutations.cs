using GraphQL;
using Platform.Contracts.Segments;
using Platform.Projections.Funnels;
using Platform.Projections.Persons;
using Platform.Projections.Segments;
using Platform.ReadApi.Segments;
using Segment = Platform.ReadApi.Segments.Segment;

namespace Platform.ReadApi.Schema;

public sealed partial class Mutation
{
    /// <summary>Keeps rules under a name, to be named as `segmentId` in questions.</summary>
    public static async Task<Segment> DefineSegmentAsync(IResolveFieldContext context, string name, SegmentQuestion input, CancellationToken cancellation) =>
        new(await SegmentAsync(context, new DefineSegment(Tenant(context), name, input.ToQuestion(), SegmentKind.Segment, By(context)), cancellation));

    /// <summary>Keeps persons under a name, to be named as `segmentId` in questions: those for whom rules hold, as they come and go, or as they are now.</summary>
    public static async Task<Cohort> DefineCohortAsync(
        [FromServices] FunnelQuery funnels, [FromServices] PersonKeys keys, [FromServices] SavedSegmentQuery segments, IResolveFieldContext context, string name, CohortQuestion input,
        CancellationToken cancellation) =>
        new(await SegmentAsync(context, new DefineSegment(
            Tenant(context), name, await input.ToQuestionAsync(Tenant(context), funnels, keys, segments, cancellation),
            input.IsStatic ? SegmentKind.StaticCohort : SegmentKind.DynamicCohort, By(context)), cancellation));

    /// <summary>Stops offering a segment. What names it is answered as before.</summary>
    public static async Task<Segment> ArchiveSegmentAsync(IResolveFieldContext context, [Id] string id, CancellationToken cancellation) =>
        new(await SegmentAsync(context, new ArchiveSegment(Tenant(context), Saved(id), By(context)), cancellation));

    /// <summary>Stops offering a cohort. What names it is answered as before.</summary>
    public static async Task<Cohort> ArchiveCohortAsync(IResolveFieldContext context, [Id] string id, CancellationToken cancellation) =>
        new(await SegmentAsync(context, new ArchiveSegment(Tenant(context), Saved(id), By(context)), cancellation));

    private static Guid Saved(string id) => Guid.TryParse(id, out var parsed) ? parsed : throw Refused("'id' is not the id of a segment or cohort.");

    private static async Task<SavedSegment> SegmentAsync(IResolveFieldContext context, object command, CancellationToken cancellation)
    {
        var answer = await SendAsync<SegmentSaved>(context, command, cancellation);
        return answer.Problem is { } problem ? throw Refused(problem) : answer.Segment!;
    }
}
