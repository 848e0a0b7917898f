using GraphQL;
using Platform.Projections.Funnels.Saved;
using Platform.Projections.Segments;
using Platform.ReadApi.Funnels;
using Platform.ReadApi.Segments;

namespace Platform.ReadApi.Schema;

public sealed partial class Mutation
{
    /// <summary>Keeps a funnel under a name. It answers at once, and from its own read model as soon as that is built.</summary>
    public static async Task<SavedFunnel> DefineFunnelAsync(
        [FromServices] SavedSegmentQuery segments, IResolveFieldContext context, string name, FunnelQuestion input, CancellationToken cancellation) => await FunnelAsync(
        context, new DefineFunnel(Tenant(context), name, (await segments.WithAsync(Tenant(context), input, cancellation)).ToQuestion(), By(context)), cancellation);

    /// <summary>Changes a saved funnel. Another question is another version, built over all history while the one before answers.</summary>
    public static async Task<SavedFunnel> ChangeFunnelAsync(
        [FromServices] SavedSegmentQuery segments, IResolveFieldContext context, [Id] string id, string? name = null, FunnelQuestion? input = null,
        CancellationToken cancellation = default) => await FunnelAsync(
        context, new ChangeFunnel(Tenant(context), SavedFunnels.Parse(id), name,
            input is null ? null : (await segments.WithAsync(Tenant(context), input, cancellation)).ToQuestion(), By(context)), cancellation);

    /// <summary>Stops keeping a saved funnel up. Its versions still answer when they are asked.</summary>
    public static Task<SavedFunnel> ArchiveFunnelAsync(IResolveFieldContext context, [Id] string id, CancellationToken cancellation) =>
        FunnelAsync(context, new ArchiveFunnel(Tenant(context), SavedFunnels.Parse(id), By(context)), cancellation);

    private static async Task<SavedFunnel> FunnelAsync(IResolveFieldContext context, object command, CancellationToken cancellation)
    {
        var answer = await SendAsync<FunnelSaved>(context, command, cancellation);
        return answer.Problem is { } problem ? throw Refused(problem) : SavedFunnel.Of(answer.Funnel!);
    }
}
