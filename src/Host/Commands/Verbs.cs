using JasperFx;
using JasperFx.CommandLine;

namespace Platform.Host.Commands;

/// <summary>Runs a verb inside the host, started without listening to anybody.</summary>
internal static class Verbs
{
    /// <summary>Starts the host, runs the work, stops the host; a problem is said and the verb fails.</summary>
    public static async Task<bool> RunAsync(NetCoreInput input, Func<IServiceProvider, CancellationToken, Task> work)
    {
        input.ApplyHostBuilderInput();
        using var host = input.BuildHost();
        using var interrupted = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;
        await host.StartAsync(interrupted.Token);
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            await using var scope = host.Services.CreateAsyncScope();
            await work(scope.ServiceProvider, stopping);
            return true;
        }
        catch (StartupProblemException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return false;
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }
}
