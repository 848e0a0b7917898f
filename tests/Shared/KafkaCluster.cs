using System.Diagnostics;

namespace Platform.Tests;

/// <summary>Three brokers that speak the real protocol, in a process of their own: librdkafka's mock, steered over its input.</summary>
internal sealed class KafkaCluster : IAsyncDisposable
{
    private readonly Process _process;
    private readonly SemaphoreSlim _turn = new(1);

    private KafkaCluster(Process process, string bootstrap) => (_process, Bootstrap) = (process, bootstrap);

    public string Bootstrap { get; }

    /// <param name="topics">As name:partitions.</param>
    public static async Task<KafkaCluster> StartAsync(params string[] topics)
    {
        var build = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name; // Debug for tests, Release for benchmarks
        var program = RepositoryFiles.PathOf("tests", "KafkaMock", "bin", build, "net10.0", "Platform.Tests.KafkaMock.dll");
        var process = Process.Start(new ProcessStartInfo("dotnet", [program, "3", .. topics]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.BeginErrorReadLine();
        var bootstrap = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The brokers did not start.");
        return new KafkaCluster(process, bootstrap);
    }

    /// <summary>A command of the mock: down B, up B, rtt B MS, leader TOPIC P B, coordinator GROUP B, errors REQUEST COUNT CODE.</summary>
    public async Task DoAsync(string command)
    {
        await _turn.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(command);
            await _process.StandardInput.FlushAsync();
            if (await _process.StandardOutput.ReadLineAsync() is not "ok" and var answer)
                throw new InvalidOperationException($"{command}: {answer}");
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _turn.Dispose();
    }
}
