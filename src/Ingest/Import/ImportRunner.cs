using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Platform.Ingest.Import;

/// <summary>Imports uploaded files one after another, and goes on after a pause, a crash or a start with what is left.</summary>
public sealed class ImportRunner(ImportUploads uploads, FileImport import, TimeProvider clock, ILogger<ImportRunner> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        uploads.Clean();
        using var timer = new PeriodicTimer(LookEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The host stops; what is left goes on at the next start.
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        try
        {
            foreach (var order in await uploads.WaitingAsync(stopping))
                if (await RunAsync(order, stopping) is not ImportEnd.Paused)
                    ImportUploads.Remove(order);
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            log.LogWarning("Imports wait: {Problem}", failure.Message);
        }
    }

    private async Task<ImportEnd> RunAsync(ImportOrder order, CancellationToken stopping)
    {
        try
        {
            return (await import.RunAsync(order, _ => { }, stopping)).End!.Value;
        }
        catch (InvalidDataException damaged)
        {
            log.LogWarning("{File} cannot be imported: {Problem}", order.Name, damaged.Message);
            return ImportEnd.Failed;
        }
    }
}
