namespace Platform.Ml.Detection;

/// <summary>What is usual at a time of day: a running median for each half hour, so that one odd day does not bend it.</summary>
public sealed class DayProfile
{
    private const int SlotMinutes = 30;
    private const int Remembered = 42;

    private readonly RunningMedian?[] _slots = new RunningMedian?[24 * 60 / SlotMinutes];

    /// <summary>The usual value at the time of day; null where nothing was seen yet.</summary>
    public double? Usual(DateTimeOffset at) => _slots[Slot(at)]?.Value;

    /// <summary>Learns a value.</summary>
    public void Add(DateTimeOffset at, double value) => (_slots[Slot(at)] ??= new RunningMedian(Remembered)).Add(value);

    private static int Slot(DateTimeOffset at) => (int)(at.TimeOfDay.TotalMinutes / SlotMinutes);
}
