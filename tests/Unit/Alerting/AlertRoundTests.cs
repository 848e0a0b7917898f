using Platform.Contracts.Alerts;
using Platform.Ml.Alerting;

namespace Platform.Tests.Unit.Alerting;

public class AlertRoundTests
{
    private const long Start = 30_000_000;
    private static readonly Guid First = new("00000000-0000-0000-0000-000000000001"), Second = new("00000000-0000-0000-0000-000000000002");
    private static readonly Dictionary<Guid, AlertChannel> Channels = new[] { First, Second }.ToDictionary(id => id, id => new AlertChannel { Id = id, Tenant = "shop", Name = id.ToString("N")[^1..], Shown = "", Secret = "" });

    private static readonly AlertRule Rule = new()
    {
        Id = new Guid("00000000-0000-0000-0000-0000000000aa"), Tenant = "shop", Enabled = true,
        Definition = new AlertDefinition("Few", "events", null, "country", null, "< 10", TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(2), AlertSeverity.Warning,
            [new EscalationStep(TimeSpan.Zero, [First]), new EscalationStep(TimeSpan.FromMinutes(3), [First, Second])]),
    };

    [Fact]
    public void It_fires_after_its_duration_escalates_where_nobody_acknowledges_and_tells_of_the_end_whoever_was_told() =>
        Assert.Equal(
            ["1 fired AT", "1 told 1 Fired", "4 told 1 Escalated", "4 told 2 Escalated", "7 resolved", "7 told 1 Resolved", "7 told 2 Resolved"],
            Told(Rule, [], [3, 3, 3, 3, 3, 3, 20, 20]));

    [Fact]
    public void Acknowledging_stops_the_escalation_and_nothing_else() =>
        Assert.Equal(["5 resolved", "5 told 1 Resolved"], Told(Rule, [Open with { Steps = 1, Told = [First], AcknowledgedAt = At(0) }], [3, 3, 3, 3, 20, 20]));

    [Fact]
    public void While_it_is_silent_nobody_is_told_and_what_still_fires_is_told_when_the_silence_ends() =>
        Assert.Equal(
            ["1 fired AT", "4 told 1 Fired", "4 told 1 Escalated", "4 told 2 Escalated", "6 resolved", "6 told 1 Resolved", "6 told 2 Resolved"],
            Told(Rule with { SilencedUntil = At(4) }, [], [3, 3, 3, 3, 3, 20, 20]));

    [Fact]
    public void What_ends_in_silence_is_told_to_nobody() =>
        Assert.Equal(["1 fired AT", "3 resolved"], Told(Rule with { SilencedUntil = At(20) }, [], [3, 3, 20, 20]));

    [Fact]
    public void A_minute_of_which_nothing_is_known_changes_nothing() =>
        Assert.Equal(["3 fired AT", "3 told 1 Fired"], Told(Rule, [], [3, null, null, 3, 20, 3]));

    [Fact]
    public void Each_value_of_the_dimension_has_an_alert_of_its_own()
    {
        var position = new AlertPosition();
        var round = new AlertRound(Rule, [], position, Channels);
        for (var i = 0; i < 3; i++)
            round.Take(new FigureMinute(Start + i, new Dictionary<string, double> { ["AT"] = 3, ["DE"] = i == 0 ? 20 : 3, ["FR"] = 20 }));
        Assert.Equal(["AT", "DE"], round.Changes.Select(change => change.Happened).OfType<AlertFired>().Select(fired => fired.Group));
        Assert.Equal(Start + 2, position.Minute);
        Assert.Empty(position.Since);
    }

    [Fact]
    public void Switching_off_ends_what_was_firing_and_tells_so()
    {
        var round = new AlertRound(Rule with { Enabled = false }, [Open with { Steps = 1, Told = [First] }], new AlertPosition(), Channels);
        round.SwitchOff(At(9));
        Assert.Equal([typeof(AlertResolved), typeof(NotificationQueued)], round.Changes.Select(change => change.Happened.GetType()));
    }

    [Fact]
    public void However_the_minutes_are_cut_into_rounds_the_same_is_told()
    {
        var figures = new double?[] { 3, 3, 3, 20, 3, null, 3, 3, 3, 3, 20, 20, 3, 3 };
        var whole = Told(Rule, [], figures);
        for (var cut = 1; cut < figures.Length; cut++)
        {
            var position = new AlertPosition();
            var before = Round(Rule, [], position, figures[..cut], 0);
            var open = before.Where(change => change.Happened is AlertFired).Select(change => before.Where(other => other.Stream == change.Stream)
                .Aggregate((Alert?)null, (alert, other) => Alert.Evolve(alert, other.Stream, other.Happened))!).Where(alert => alert.ResolvedAt is null).ToList();
            var after = Round(Rule, open, position, figures[cut..], cut);
            Assert.Equal(whole, Words([.. before, .. after]));
        }
    }

    private static Alert Open => new() { Id = First, Rule = Rule.Id, Tenant = "shop", Name = "Few", Group = "AT", FiredAt = At(-1), Summary = "" };

    private static DateTimeOffset At(long minute) => DateTimeOffset.UnixEpoch.AddMinutes(Start + minute + 1).AddSeconds(5);

    private static List<string> Told(AlertRule rule, IReadOnlyList<Alert> open, double?[] figures) => Words(Round(rule, open, new AlertPosition(), figures, 0));

    private static IReadOnlyList<(Guid Stream, object Happened)> Round(AlertRule rule, IReadOnlyList<Alert> open, AlertPosition position, double?[] figures, int first)
    {
        var round = new AlertRound(rule, open, position, Channels);
        for (var i = 0; i < figures.Length; i++)
            round.Take(new FigureMinute(Start + first + i, figures[i] is { } figure ? new Dictionary<string, double> { ["AT"] = figure } : null));
        return round.Changes;
    }

    private static List<string> Words(IReadOnlyList<(Guid Stream, object Happened)> changes) => [.. changes.Select(change => change.Happened switch
    {
        AlertFired fired => $"{Minute(fired.At)} fired {fired.Group}",
        AlertResolved over => $"{Minute(over.At)} resolved",
        NotificationQueued told => $"{Minute(told.At)} told {told.ChannelName} {told.Kind}",
        _ => "",
    }).Where(words => words.Length > 0)];

    private static long Minute(DateTimeOffset closed) => closed.ToUnixTimeSeconds() / 60 - 1 - Start;
}
