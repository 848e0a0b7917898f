using GraphQL;
using Microsoft.Extensions.DependencyInjection;
using Platform.Projections.Rebuilds;
using Platform.ReadApi.Erasure;
using Platform.ReadApi.Execution;
using Platform.ReadApi.Rebuilds;
using Wolverine;

namespace Platform.ReadApi.Schema;

/// <summary>Commands: each goes over the bus and is decided by the module that owns what it changes. Some stand with their features.</summary>
public sealed partial class Mutation
{
    /// <summary>Builds a read model, the <c>exploration</c> store, or <c>all</c> of them anew by replay beside the running one, compares the two, then switches. Readers never see a gap.</summary>
    [Authorize(Roles = "admin")]
    public static Task<Rebuild> RebuildProjectionAsync(
        [FromServices] RebuildCommands rebuilds, IResolveFieldContext context, string name, string? tenant = null, CancellationToken cancellation = default) =>
        rebuilds.StartAsync(new StartRebuild(name, tenant, By(context)), cancellation);

    /// <summary>Stops a rebuild. What it has built is kept, so that it can be resumed.</summary>
    [Authorize(Roles = "admin")]
    public static Task<Rebuild> CancelRebuildAsync(
        [FromServices] RebuildCommands rebuilds, IResolveFieldContext context, [Id] string id, CancellationToken cancellation) =>
        rebuilds.SendAsync(new CancelRebuild(RebuildCommands.Parse(id), By(context)), cancellation);

    /// <summary>Lets a cancelled or failed rebuild go on where it was.</summary>
    [Authorize(Roles = "admin")]
    public static Task<Rebuild> ResumeRebuildAsync(
        [FromServices] RebuildCommands rebuilds, IResolveFieldContext context, [Id] string id, CancellationToken cancellation) =>
        rebuilds.SendAsync(new ResumeRebuild(RebuildCommands.Parse(id), By(context)), cancellation);

    /// <summary>Deletes a person's events for good and rebuilds the tenant's read models without them. It cannot be undone.</summary>
    [Authorize(Roles = "admin")]
    public static Task<ErasureCertificate> ForgetPersonAsync(
        [FromServices] Erasures erasures, IResolveFieldContext context, [Id] string id, CancellationToken cancellation) =>
        erasures.ForgetAsync(OperationContext.Of(context).Tenant, id, By(context), cancellation);

    private static string By(IResolveFieldContext context) => context.User?.Identity?.Name ?? "";

    private static string Tenant(IResolveFieldContext context) => OperationContext.Of(context).Tenant;

    private static Task<T> SendAsync<T>(IResolveFieldContext context, object command, CancellationToken cancellation) =>
        context.RequestServices!.GetRequiredService<IMessageBus>().InvokeAsync<T>(command, cancellation);

    private static Refusal Refused(string problem) => new(RefusalCode.BadRequest, problem);
}
