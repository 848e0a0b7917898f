using JasperFx;
using JasperFx.CommandLine;
using Platform.Contracts.Rebuilds;
using Platform.Projections.Rebuilds;
using Wolverine;

namespace Platform.Host.Commands;

/// <summary>Arguments of <c>rebuild</c>.</summary>
public sealed class RebuildInput : NetCoreInput
{
    /// <summary>Which projection.</summary>
    [Description("The projection's name, or all")]
    public string Name { get; set; } = "all";

    /// <summary>Only this tenant's part.</summary>
    [Description("Only this tenant's part")]
    public string? TenantFlag { get; set; }
}

/// <summary><c>rebuild NAME [--tenant T]</c>: asks for a rebuild and follows it. A running host carries it out; without one, this process does.</summary>
[Description("Builds a read model anew beside the running one: rebuild NAME|all [--tenant T]", Name = "rebuild")]
public sealed class RebuildCommand : JasperFxAsyncCommand<RebuildInput>
{
    /// <inheritdoc />
    public override Task<bool> Execute(RebuildInput input) => Verbs.RunAsync(input, async (services, cancellation) =>
    {
        var bus = services.GetRequiredService<IMessageBus>();
        var started = new List<Guid>();
        foreach (var name in input.Name == Rebuild.Everything ? new[] { Rebuild.Everything, Rebuild.Exploration } : [input.Name])
        {
            var answer = await bus.InvokeAsync<RebuildAnswer>(new StartRebuild(name, input.TenantFlag, "command line"), cancellation);
            if (answer.Problem is { } problem)
                throw new StartupProblemException(problem);
            started.Add(answer.Id);
        }
        foreach (var id in started)
            await foreach (var status in services.GetRequiredService<RebuildQuery>().Watch(id, cancellation))
                Tell(status);
    });

    private static void Tell(RebuildStatus status)
    {
        var (rebuild, progress) = (status.Rebuild, status.Progress);
        switch (rebuild.State)
        {
            case RebuildState.Running when progress.Total > 0:
                Console.WriteLine($"{progress.Processed:N0} of {progress.Total:N0} events, {progress.EventsPerSecond:N0} a second");
                break;
            case RebuildState.Comparing:
                Console.WriteLine("Replayed; taking over.");
                break;
            case RebuildState.Switched:
                foreach (var table in rebuild.Comparison ?? [])
                    Console.WriteLine($"{table.Projection}.{table.Table}: {table.Rows:N0} rows, {(table.Differences == 0 ? "the same as before" : $"{table.Differences:N0} differ from before")}");
                Console.WriteLine($"Rebuilt {rebuild.Projection}.");
                break;
            case RebuildState.Cancelled or RebuildState.Failed:
                throw new StartupProblemException(rebuild.Problem ?? "The rebuild was cancelled.");
            case RebuildState.Running:
                break;
        }
    }
}
