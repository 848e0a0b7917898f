using JasperFx;
using JasperFx.CommandLine;
using Platform.Contracts.Tenants;
using Platform.Ingest.Sources;
using Wolverine;

namespace Platform.Host.Commands;

/// <summary>Arguments of <c>tenant</c>.</summary>
public sealed class TenantInput : NetCoreInput
{
    /// <summary>What to do.</summary>
    [Description("What to do: add or set")]
    public string Action { get; set; } = "add";

    /// <summary>The tenant's short name.</summary>
    [Description("The tenant's short name: a-z, 0-9 and '-'")]
    public string Name { get; set; } = "";

    /// <summary>The write key of its first source.</summary>
    [Description("The write key of its first source; made when not given")]
    public string? WriteKeyFlag { get; set; }

    /// <summary>How visitors are told apart.</summary>
    [Description("How visitors are told apart: cookieless or first-party")]
    public string? VisitorsFlag { get; set; }
}

/// <summary><c>tenant add|set NAME [--write-key K] [--visitors V]</c>: adds a tenant or changes it; the same again changes nothing.</summary>
[Description("Adds or changes a tenant: tenant add|set NAME [--write-key KEY] [--visitors cookieless|first-party]", Name = "tenant")]
public sealed class TenantCommand : JasperFxAsyncCommand<TenantInput>
{
    // The demo is known by these to clients that send no write key, so that each can be tried without a set-up of its own.
    private const string DemoAliases =
        "plausible=demo.example,umami=00000000-0000-4000-8000-000000000001,matomo=1,snowplow=demo,ga4=G-DEMO";

    /// <inheritdoc />
    public override Task<bool> Execute(TenantInput input) => Verbs.RunAsync(input, async (services, cancellation) =>
    {
        var identification = Identification(input.VisitorsFlag);
        var bus = services.GetRequiredService<IMessageBus>();
        if (input.Action == "add")
        {
            var answer = Done(await bus.InvokeAsync<TenantAnswer>(new AddTenant(input.Name, input.Name, input.WriteKeyFlag), cancellation));
            Console.WriteLine($"Tenant {input.Name}, write key {answer.WriteKey}");
        }
        else if (input.Action != "set" || identification is null)
            throw new StartupProblemException($"'{input.Action}' is not something to do with a tenant; use: tenant add NAME, or tenant set NAME --visitors cookieless|first-party");
        if (identification is { } chosen)
        {
            Done(await bus.InvokeAsync<TenantAnswer>(new ChooseIdentification(input.Name, chosen), cancellation));
            Console.WriteLine($"Visitors of {input.Name} are told apart {(chosen == VisitorIdentification.FirstParty ? "by a first-party id" : "without cookies")}.");
        }
        if (input is { Name: "demo", WriteKeyFlag: "demo" })
            await AliasCommand.AddAsync(services, "demo", "web", DemoAliases, cancellation);
    });

    private static VisitorIdentification? Identification(string? flag) => flag switch
    {
        null => null,
        "cookieless" => VisitorIdentification.Cookieless,
        "first-party" => VisitorIdentification.FirstParty,
        _ => throw new StartupProblemException($"--visitors is '{flag}'; it must be cookieless or first-party."),
    };

    private static TenantAnswer Done(TenantAnswer answer) =>
        answer.Problem is { } problem ? throw new StartupProblemException(problem) : answer;
}
