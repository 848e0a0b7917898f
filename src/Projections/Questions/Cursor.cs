using System.Globalization;

namespace Platform.Projections.Questions;

/// <summary>A place in a list that is ordered by time, then by a tie-breaker; opaque to clients.</summary>
internal static class Cursor
{
    public static string Of(DateTime at, string tie) => $"{at.Ticks.ToString(CultureInfo.InvariantCulture)}.{tie}";

    /// <exception cref="InvalidQuestionException">It is no cursor of ours.</exception>
    public static (DateTime At, string Tie) Parse(string cursor)
    {
        var dot = cursor.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && long.TryParse(cursor.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTime.MaxValue.Ticks
                ? (new DateTime(ticks), cursor[(dot + 1)..])
                : throw new InvalidQuestionException("'after' is not a cursor that this list gave.");
    }

    /// <exception cref="InvalidQuestionException">It is out of bounds.</exception>
    public static int CheckFirst(int first) =>
        first is >= 1 and <= 500 ? first : throw new InvalidQuestionException("'first' must be between 1 and 500.");
}
