using System.Globalization;
using JasperFx;
using JasperFx.CommandLine;
using Marten;
using Platform.Contracts.Tenants;
using Wolverine;

namespace Platform.Host.Commands;

/// <summary>Arguments of <c>source</c>.</summary>
public sealed class SourceInput : NetCoreInput
{
    /// <summary>What to do.</summary>
    [Description("What to do: list, add, enable, disable, limit or rotate")]
    public string Action { get; set; } = "list";

    /// <summary>The tenant.</summary>
    [Description("The tenant's short name")]
    public string Tenant { get; set; } = "";

    /// <summary>The source's name.</summary>
    [Description("The source's name within the tenant; not for list")]
    public string NameFlag { get; set; } = "";

    /// <summary>The write key to give.</summary>
    [Description("The write key to give; made when not given")]
    public string? WriteKeyFlag { get; set; }

    /// <summary>Limit a minute.</summary>
    [Description("limit: most events stored a minute; no limit when not given")]
    public int? PerMinuteFlag { get; set; }

    /// <summary>Limit a month.</summary>
    [Description("limit: most events stored a calendar month; no limit when not given")]
    public long? PerMonthFlag { get; set; }

    /// <summary>How long the old key works.</summary>
    [Description("rotate: hours that the old key goes on to work; 24 when not given")]
    public int KeepOldHoursFlag { get; set; } = 24;
}

/// <summary><c>source list|add|enable|disable|limit|rotate TENANT --name NAME</c>: looks after a tenant's sources.</summary>
[Description("Looks after sources: source list|add|enable|disable|limit|rotate TENANT --name NAME [--write-key K] [--per-minute N] [--per-month N]", Name = "source")]
public sealed class SourceCommand : JasperFxAsyncCommand<SourceInput>
{
    private const string By = "command line";

    /// <inheritdoc />
    public override Task<bool> Execute(SourceInput input) => Verbs.RunAsync(input, async (services, cancellation) =>
    {
        var tenants = await services.GetRequiredService<IQuerySession>().Query<Tenant>().ToListAsync(cancellation);
        var tenant = tenants.FirstOrDefault(tenant => tenant.Slug == input.Tenant)
            ?? throw new StartupProblemException($"There is no tenant '{input.Tenant}'; add it with: tenant add {input.Tenant}");
        var rules = tenant.Sources.FirstOrDefault(source => source.Name == input.NameFlag)?.Rules ?? new SourceRules();
        object? command = input.Action switch
        {
            "list" => null,
            "add" => new AddSource(tenant.Slug, input.NameFlag, input.WriteKeyFlag, By),
            "enable" => new ChangeSource(tenant.Slug, input.NameFlag, rules with { Enabled = true }, By),
            "disable" => new ChangeSource(tenant.Slug, input.NameFlag, rules with { Enabled = false }, By),
            "limit" => new ChangeSource(tenant.Slug, input.NameFlag, rules with { EventsPerMinute = input.PerMinuteFlag, EventsPerMonth = input.PerMonthFlag }, By),
            "rotate" => new RotateWriteKey(tenant.Slug, input.NameFlag, input.WriteKeyFlag, TimeSpan.FromHours(input.KeepOldHoursFlag), By),
            var other => throw new StartupProblemException($"'{other}' is not something to do with a source; use list, add, enable, disable, limit or rotate."),
        };
        if (command is null)
        {
            foreach (var source in tenant.Sources)
                Console.WriteLine(Describe(source));
            return;
        }
        var answer = await services.GetRequiredService<IMessageBus>().InvokeAsync<SourceAnswer>(command, cancellation);
        Console.WriteLine(answer.Problem is { } problem ? throw new StartupProblemException(problem) : Describe(answer.Source!));
    });

    private static string Describe(Source source) => string.Create(CultureInfo.InvariantCulture,
        $"{source.Name}: write key {source.WriteKey}, {(source.Rules.Enabled ? "enabled" : "disabled")}, {Limit(source.Rules.EventsPerMinute)} a minute, {Limit(source.Rules.EventsPerMonth)} a month");

    private static string Limit(long? events) => events?.ToString(CultureInfo.InvariantCulture) ?? "no limit";
}
