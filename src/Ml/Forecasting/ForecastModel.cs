namespace Platform.Ml.Forecasting;

/// <summary>A way to continue a series, with its parameters fixed.</summary>
public abstract class ForecastModel
{
    /// <summary>What people call it.</summary>
    public abstract string Name { get; }

    /// <summary>Continues a history that may be shorter or longer than the one the parameters come from.</summary>
    /// <param name="history">The values so far, evenly spaced, none missing.</param>
    /// <param name="horizon">How many values to give.</param>
    public abstract double[] Continue(ReadOnlySpan<double> history, int horizon);
}
