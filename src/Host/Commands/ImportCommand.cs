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
    [Description("The file, gzipped or not")]
    public string File { get; set; } = "";

    /// <summary>Its format.</summary>
    [Description("apache, nasa-tsv, jsonl or segment")]
    public string FormatFlag { get; set; } = "jsonl";

    /// <summary>The tenant.</summary>
    [Description("The tenant that the events belong to")]
    public string TenantFlag { get; set; } = "demo";

    /// <summary>Whether to move the whole file so that its first day is yesterday.</summary>
    [Description("Move the whole file so that its first day is yesterday")]
    public bool ShiftToYesterdayFlag { get; set; }
}

/// <summary><c>import FILE --format F --tenant T</c>: stores a file's events, each exactly once however often it is run.</summary>
[Description("Imports a file: import FILE --format apache|nasa-tsv|jsonl|segment --tenant T", Name = "import")]
public sealed class ImportCommand : JasperFxAsyncCommand<ImportInput>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    public override Task<bool> Execute(ImportInput input) => Verbs.RunAsync(input, async (services, cancellation) =>
    {
        var format = input.FormatFlag switch
        {
            "apache" => ImportFormat.Apache,
            "nasa-tsv" => ImportFormat.NasaTsv,
            "jsonl" => ImportFormat.Jsonl,
            "segment" => ImportFormat.Segment,
            var other => throw new StartupProblemException($"The format '{other}' is not known; use apache, nasa-tsv, jsonl or segment."),
        };
        if (!File.Exists(input.File))
            throw new StartupProblemException($"There is no file {input.File}.");
        var tenants = await services.GetRequiredService<IQuerySession>().Query<Tenant>().ToListAsync(cancellation);
        var tenant = tenants.FirstOrDefault(tenant => tenant.Slug == input.TenantFlag)
            ?? throw new StartupProblemException($"There is no tenant '{input.TenantFlag}'; add it with: tenant add {input.TenantFlag}");
        var yesterday = DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime).AddDays(-1);
        var import = services.GetRequiredService<FileImport>();
        Task<ImportProgress> Run(Action<ImportProgress> report) => import.RunAsync(
            input.File, format, new ResolvedSource(tenant.Slug, "import", tenant.Identification), input.ShiftToYesterdayFlag ? yesterday : null, report, cancellation);
        Summarise(await ShowAsync(new FileInfo(input.File).Length, services.GetRequiredService<TimeProvider>(), Run));
    });

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
        Console.WriteLine("Events that were stored before are not stored again.");
    }
}
