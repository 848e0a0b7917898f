using CsCheck;
using Platform.Ml.Alerting;

namespace Platform.Tests.Unit.Alerting;

public class AlertStandingTests
{
    // What a minute was: the condition held, did not, or nothing is known.
    private static readonly Gen<bool?> Minute = Gen.Frequency((5, Gen.Const((bool?)true)), (5, Gen.Const((bool?)false)), (1, Gen.Const((bool?)null)));

    [Fact]
    public void It_turns_exactly_when_the_last_known_minutes_all_say_the_opposite() =>
        Gen.Select(Minute.Array[0, 60], Gen.Int[0, 6], Gen.Int[0, 6]).Sample((minutes, lasting, recovering) =>
        {
            var standing = default(AlertStanding);
            var turns = new List<(int, AlertTurn)>();
            for (var minute = 0; minute < minutes.Length; minute++)
            {
                (standing, var turn) = standing.Take(minute, minutes[minute], TimeSpan.FromMinutes(lasting), TimeSpan.FromMinutes(recovering));
                if (turn != AlertTurn.None)
                    turns.Add((minute, turn));
            }
            Assert.Equal(ByLookingBack(minutes, lasting, recovering), turns);
        });

    // From each minute back to the first that says otherwise, unknown ones skipped, no farther than the last turn.
    private static List<(int, AlertTurn)> ByLookingBack(bool?[] minutes, int lasting, int recovering)
    {
        var turns = new List<(int, AlertTurn)>();
        var (firing, last) = (false, -1);
        for (var minute = 0; minute < minutes.Length; minute++)
        {
            if (minutes[minute] is not { } holds || holds == firing)
                continue;
            var since = minute;
            for (var before = minute - 1; before > last && minutes[before] != firing; before--)
                since = minutes[before] is null ? since : before;
            if (minute - since + 1 < (firing ? recovering : lasting))
                continue;
            turns.Add((minute, firing ? AlertTurn.Recovers : AlertTurn.Fires));
            (firing, last) = (!firing, minute);
        }
        return turns;
    }
}
