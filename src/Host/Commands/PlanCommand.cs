using System.Globalization;
using System.Text.Json;
using JasperFx;
using JasperFx.CommandLine;
using Marten;
using Platform.Contracts.Tenants;
using Platform.Contracts.TrackingPlans;
using Platform.Projections.DataQuality;
using Platform.Projections.TrackingPlans;
using Wolverine;

namespace Platform.Host.Commands;

/// <summary>Arguments of <c>plan</c>.</summary>
public sealed class PlanInput : NetCoreInput
{
    /// <summary>What to do.</summary>
    [Description("What to do: list, show, learn, define, mode or retire")]
    public string Action { get; set; } = "list";

    /// <summary>The tenant.</summary>
    [Description("The tenant's short name")]
    public string Tenant { get; set; } = "";

    /// <summary>The event's name.</summary>
    [Description("The event's name; not for list")]
    public string EventFlag { get; set; } = "";

    /// <summary>The file with the schema.</summary>
    [Description("define: the file with the JSON Schema; - for standard input")]
    public string? SchemaFlag { get; set; }

    /// <summary>The mode.</summary>
    [Description("define, mode: observe, warn or reject")]
    public string? ModeFlag { get; set; }

    /// <summary>Whether a breaking version is meant.</summary>
    [Description("define: the version may refuse what the one before took")]
    public bool AllowBreakingFlag { get; set; }
}

/// <summary><c>plan list|show|learn|define|mode|retire TENANT --event NAME</c>: looks after a tenant's tracking plan.</summary>
[Description("Looks after tracking plans: plan list|show|learn|define|mode|retire TENANT --event NAME [--schema FILE] [--mode observe|warn|reject] [--allow-breaking]", Name = "plan")]
public sealed class PlanCommand : JasperFxAsyncCommand<PlanInput>
{
    private const string By = "command line";
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    /// <inheritdoc />
    public override Task<bool> Execute(PlanInput input) => Verbs.RunAsync(input, async (services, cancellation) =>
    {
        var session = services.GetRequiredService<IQuerySession>();
        if (!await session.Query<Tenant>().AnyAsync(tenant => tenant.Slug == input.Tenant, cancellation))
            throw new StartupProblemException($"There is no tenant '{input.Tenant}'; add it with: tenant add {input.Tenant}");
        if (input.Action != "list" && input.EventFlag.Length == 0)
            throw new StartupProblemException("Say which event is meant: --event NAME");
        switch (input.Action)
        {
            case "list" or "show":
                Show(await session.LoadAsync<TrackingPlan>(TrackingPlan.IdOf(input.Tenant), cancellation), input);
                break;
            case "learn":
                Write(await new SchemaLearner(new CompletenessQuery(services.GetRequiredService<IDocumentStore>())).LearnAsync(input.Tenant, input.EventFlag, cancellation)
                    ?? throw new StartupProblemException($"No event '{input.EventFlag}' has come so far."));
                break;
            case "define":
                await SendAsync(services, new DefineEventSchema(input.Tenant, input.EventFlag, await ReadAsync(input.SchemaFlag, cancellation),
                    input.ModeFlag is null ? null : Mode(input.ModeFlag), input.AllowBreakingFlag, By), cancellation);
                break;
            case "mode":
                await SendAsync(services, new ChoosePlanMode(input.Tenant, input.EventFlag, Mode(input.ModeFlag), By), cancellation);
                break;
            case "retire":
                await SendAsync(services, new RetireEventSchema(input.Tenant, input.EventFlag, By), cancellation);
                break;
            default:
                throw new StartupProblemException($"'{input.Action}' is not something to do with a plan; use list, show, learn, define, mode or retire.");
        }
    });

    private static void Show(TrackingPlan? plan, PlanInput input)
    {
        var events = plan?.Events ?? [];
        if (input.Action == "list")
        {
            foreach (var planned in events)
                Console.WriteLine(Describe(planned));
            return;
        }
        Write(events.FirstOrDefault(planned => planned.Name == input.EventFlag)?.Versions[^1].Schema
            ?? throw new StartupProblemException($"The event '{input.EventFlag}' is not planned."));
    }

    private static async Task SendAsync(IServiceProvider services, object command, CancellationToken cancellation)
    {
        var answer = await services.GetRequiredService<IMessageBus>().InvokeAsync<PlanAnswer>(command, cancellation);
        Console.WriteLine(answer.Problem is { } problem ? throw new StartupProblemException(problem) : Describe(answer.Event!));
    }

    private static async Task<JsonElement> ReadAsync(string? file, CancellationToken cancellation)
    {
        if (file is null || (file != "-" && !File.Exists(file)))
            throw new StartupProblemException(file is null ? "Say where the schema is: --schema FILE" : $"There is no file {file}.");
        try
        {
            return JsonElement.Parse(file == "-" ? await Console.In.ReadToEndAsync(cancellation) : await File.ReadAllTextAsync(file, cancellation));
        }
        catch (JsonException invalid)
        {
            throw new StartupProblemException($"The schema is not JSON: {invalid.Message}", invalid);
        }
    }

    private static PlanMode Mode(string? text) => text?.ToLowerInvariant() switch
    {
        "observe" => PlanMode.Observe,
        "warn" => PlanMode.Warn,
        "reject" => PlanMode.Reject,
        _ => throw new StartupProblemException($"'{text}' is no mode; use --mode observe, warn or reject."),
    };

    private static void Write(JsonElement schema) => Console.WriteLine(JsonSerializer.Serialize(schema, Readable));

    private static string Describe(PlannedEvent planned) => string.Create(CultureInfo.InvariantCulture,
        $"{planned.Name}: version {planned.Versions[^1].Version}, {(planned.Retired ? "not planned any more" : planned.Mode.ToString().ToLowerInvariant())}");
}
