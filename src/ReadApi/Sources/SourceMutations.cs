using GraphQL;
using Platform.Contracts.Tenants;
using Platform.ReadApi.Sources;
using Source = Platform.ReadApi.Sources.Source;

namespace Platform.ReadApi.Schema;

public sealed partial class Mutation
{
    private static readonly TimeSpan OldKeyKept = TimeSpan.FromHours(24);

    /// <summary>Adds a source to the tenant; a write key is made when none is given.</summary>
    [Authorize(Roles = "admin")]
    public static Task<Source> AddSourceAsync(
        [FromServices] TimeProvider clock, IResolveFieldContext context, string name, string? writeKey = null, CancellationToken cancellation = default) =>
        SourceAsync(clock, context, new AddSource(Tenant(context), name, writeKey, By(context)), cancellation);

    /// <summary>Replaces what a source may send, as a whole. It holds on every node within seconds.</summary>
    [Authorize(Roles = "admin")]
    public static Task<Source> ChangeSourceAsync(
        [FromServices] TimeProvider clock, IResolveFieldContext context, [Id] string name, SourceRulesInput input, CancellationToken cancellation) =>
        SourceAsync(clock, context, new ChangeSource(Tenant(context), name, input.ToRules(), By(context)), cancellation);

    /// <summary>Gives a source a new write key; the old one works for a day longer unless <c>keepOldFor</c> says otherwise.</summary>
    [Authorize(Roles = "admin")]
    public static Task<Source> RotateWriteKeyAsync(
        [FromServices] TimeProvider clock, IResolveFieldContext context, [Id] string name, string? writeKey = null, TimeSpan? keepOldFor = null,
        CancellationToken cancellation = default) =>
        SourceAsync(clock, context, new RotateWriteKey(Tenant(context), name, writeKey, keepOldFor ?? OldKeyKept, By(context)), cancellation);

    private static async Task<Source> SourceAsync(TimeProvider clock, IResolveFieldContext context, object command, CancellationToken cancellation)
    {
        var answer = await SendAsync<SourceAnswer>(context, command, cancellation);
        return answer.Problem is { } problem ? throw Refused(problem) : Source.Of(Tenant(context), answer.Source!, clock.GetUtcNow());
    }
}
