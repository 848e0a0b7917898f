using JasperFx;
using JasperFx.CommandLine;
using Platform.Projections.Status;

namespace Platform.Host.Commands;

/// <summary>Arguments of <c>rebuild</c>.</summary>
public sealed class RebuildInput : NetCoreInput
{
    /// <summary>Which projection.</summary>
    [Description("persons, catalog, rollups or all")]
    public string Name { get; set; } = "all";
}

/// <summary><c>rebuild NAME</c>: empties a projection and replays every event into it.</summary>
[Description("Replays every event into a projection: rebuild persons|catalog|rollups|all", Name = "rebuild")]
public sealed class RebuildCommand : JasperFxAsyncCommand<RebuildInput>
{
    /// <inheritdoc />
    public override Task<bool> Execute(RebuildInput input) => Verbs.RunAsync(input, async (services, cancellation) =>
    {
        var rebuild = services.GetRequiredService<ProjectionRebuild>();
        var names = input.Name == "all" ? ProjectionRebuild.Names : [input.Name];
        foreach (var name in names)
        {
            if (!ProjectionRebuild.Names.Contains(name))
                throw new StartupProblemException($"There is no projection '{name}'; there are {string.Join(", ", ProjectionRebuild.Names)}.");
            await rebuild.RunAsync(name, cancellation);
            Console.WriteLine($"Rebuilt {name}.");
        }
    });
}
