using JasperFx.CommandLine;
using Platform.Host.Simulation;

namespace Platform.Host.Commands;

/// <summary>Arguments of <c>simulate</c>.</summary>
public sealed class SimulateInput
{
    /// <summary>Events a second.</summary>
    [Description("Events a second, on average over a day")]
    public double RateFlag { get; set; } = 5;

    /// <summary>What everything follows from.</summary>
    [Description("The same seed makes the same people")]
    public int SeedFlag { get; set; } = 1;

    /// <summary>Where to.</summary>
    [Description("The address to send to")]
    public string UrlFlag { get; set; } = "http://127.0.0.1:8080";

    /// <summary>As whom.</summary>
    [Description("The write key")]
    public string KeyFlag { get; set; } = "demo";

    /// <summary>How long.</summary>
    [Description("Seconds to run; for ever when not given")]
    public int? DurationFlag { get; set; }

    /// <summary>Days of history.</summary>
    [Description("Send the last days first, as fast as they are taken")]
    public int HistoryFlag { get; set; }
}

/// <summary><c>simulate --rate N --seed S</c>: believable traffic over HTTP.</summary>
[Description("Makes believable traffic: simulate --rate N --seed S [--url U] [--key K] [--duration S] [--history DAYS]", Name = "simulate")]
public sealed class SimulateCommand : JasperFxAsyncCommand<SimulateInput>
{
    /// <inheritdoc />
    public override async Task<bool> Execute(SimulateInput input)
    {
        using var stop = new CancellationTokenSource();
        using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(
            System.Runtime.InteropServices.PosixSignal.SIGTERM, signal => { signal.Cancel = true; stop.Cancel(); });
        using var http = new HttpClient { BaseAddress = new Uri(input.UrlFlag.TrimEnd('/') + "/") };
        var simulator = new Simulator(http, input.KeyFlag, input.SeedFlag, TimeProvider.System);
        try
        {
            if (input.HistoryFlag > 0)
                await simulator.BackfillAsync(input.HistoryFlag, input.RateFlag, stop.Token);
            else
                await simulator.RunAsync(input.RateFlag, input.DurationFlag is { } seconds ? TimeSpan.FromSeconds(seconds) : null, stop.Token);
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return true;
        }
        catch (StartupProblemException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return false;
        }
    }
}
