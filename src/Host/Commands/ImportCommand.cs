using System.Globalization;
using JasperFx;
using JasperFx.CommandLine;
using Marten;
using Platform.Contracts.Tenants;
using Platform.Ingest.Import;
using Spectre.Console;

namespace Platform.Host.Commands;

/// <summary>Arguments of <c>import</c>.</summary>
public sealed class ImportInput : NetCoreInput
{
    /// <summary>The file.</summary>
    [Description("The file: plain, gzipped, or a zip archive")]
    public string File { get; set; } = "";

    /// <summary>Its format.</summary>
    [Description("apache, nasa-tsv, jsonl, segment, posthog, umami, plausible, ga4 or csv")]
    public string FormatFlag { get; set; } = "jsonl";

    /// <summary>The tenant.</summary>
    [Description("The tenant that the events belong to")]
    public string TenantFlag { get; set; } = "demo";

    /// <summary>Which column of a table is what.</summary>
    [Description("For csv: field=column,field='constant',… where columns are not called as the fields are")]
    public string MapFlag { get; set; } = "";

    /// <summary>Whether to move the whole file so that its first day is yesterday.</summary>
    [Description("Move the whole file so that its first day is yesterday")]
    public bool ShiftToYesterdayFlag { get; set; }
}

/// <summary><c>import FILE --format F --tenant T</c>: stores a file's events, each exactly once however often it is run or interrupted.</summary>
[Description("Imports a file: import FILE --format apache|nasa-tsv|jsonl|segment|posthog|umami|plausible|ga4|csv --tenant T", Name = "import")]
public sealed class ImportCommand : JasperFxAsyncCommand<ImportInput>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    public override Task<bool> Execute(ImportInput input) => Verbs.RunAsync(input, async (services, cancellation) =>
    {
        var (format, mapping) = Reading(input);
        if (!File.Exists(input.File))
            throw new StartupProblemException($"There is no file {input.File}.");
        var tenants = await services.GetRequiredService<IQuerySession>().Query<Tenant>().ToListAsync(cancellation);
        var tenant = tenants.FirstOrDefault(tenant => tenant.Slug == input.TenantFlag)
            ?? throw new StartupProblemException($"There is no tenant '{input.TenantFlag}'; add it with: tenant add {input.TenantFlag}");
        var yesterday = DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime).AddDays(-1);
        var import = services.GetRequiredService<FileImport>();
        var source = new ResolvedSource(tenant.Slug, ImportOrder.SourceName, tenant.Identification)
        {
            Plan = await services.GetRequiredService<ISourceDirectory>().PlanAsync(tenant.Slug, cancellation),
        };
        var order = new ImportOrder(input.File, format, source, input.ShiftToYesterdayFlag ? yesterday : null, mapping);
        try
        {
            Summarise(await ShowAsync(new FileInfo(input.File).Length, services.GetRequiredService<TimeProvider>(), report => import.RunAsync(order, report, cancellation)));
        }
        catch (InvalidDataException damaged)
        {
            throw new StartupProblemException($"{input.File} cannot be read: {damaged.Message}");
        }
    });

    private static (ImportFormat Format, CsvMapping? Mapping) Reading(ImportInput input)
    {
        try
        {
            return (ImportFormats.Parse(input.FormatFlag), input.MapFlag.Length == 0 ? null : CsvMapping.Parse(input.MapFlag));
        }
        catch (FormatException wrong)
        {
            throw new StartupProblemException(wrong.Message);
        }
    }

    private static Task<ImportProgress> ShowAsync(long size, TimeProvider clock, Func<Action<ImportProgress>, Task<ImportProgress>> run)
    {
        if (AnsiConsole.Profile.Capabilities.Interactive)
            return AnsiConsole.Progress().StartAsync(context =>
            {
                var task = context.AddTask("Importing", maxValue: Math.Max(1, size));
                return run(progress => task.Value = progress.BytesRead);
            });
        var said = clock.GetTimestamp();
        return run(progress =>
        {
            if (clock.GetElapsedTime(said) < Interval)
                return;
            said = clock.GetTimestamp();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{100.0 * progress.BytesRead / Math.Max(1, size):F0} % of the file, {progress.Lines} lines"));
        });
    }

    private static void Summarise(ImportProgress done)
    {
        Console.WriteLine($"{done.Lines} lines: {done.Accepted} events, {done.Refused.Values.Sum()} refused, {done.LeftOut} left out (headings, empty lines).");
        foreach (var (reason, count) in done.Refused.OrderByDescending(reason => reason.Value))
            Console.WriteLine($"  {reason}: {count}");
        if (done.End == ImportEnd.Paused)
            throw new StartupProblemException("The import is paused. Run the same command to go on.");
        Console.WriteLine(done.End == ImportEnd.CompletedBefore
            ? "This file was imported before; nothing was done."
            : "Events that were stored before are not stored again.");
    }
}
