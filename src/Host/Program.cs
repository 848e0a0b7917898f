using JasperFx;
using JasperFx.CommandLine;
using Platform.Host;
using Platform.Host.EventStore;
using Platform.Host.Modules;
using Platform.Host.Series;

try
{
    if (await SeriesVerbs.TryRunAsync(args))
        return 0;
    var builder = WebApplication.CreateBuilder(args);
    var verb = Verb.Of(args);
    if (!verb.Runs)
    {
        // What was applied once is not announced: it would print every assembly that it looks for verbs in.
        new CommandFactory().ApplyExtensions(new ServiceCollection());
        builder.Host.ApplyJasperFxExtensions();
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
    }
    var settings = PlatformSettings.Read(builder.Configuration);
    await using var database = await Database.OpenAsync(settings, verb, TimeProvider.System);
    var modules = verb.Modules(settings.Modules, database.BesideHost);
    builder.AddEventStore(database.ConnectionString, modules.HasFlag(ModuleSwitches.Projections), verb.Runs ? settings.Kafka : null);
    builder.Services.AddSingleton(database);
    builder.AddModules(modules, settings, verb);

    var app = builder.Build();
    app.MapModules(modules);
    if (!verb.Runs)
        return await app.RunJasperFxCommands(args);
    await app.RunAsync();
    return 0;
}
catch (StartupProblemException problem)
{
    await Console.Error.WriteLineAsync(problem.Message);
    return 2;
}
