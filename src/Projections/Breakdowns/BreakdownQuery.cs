using System.Text.Json;
using Platform.Projections.Exploration;
using Platform.Projections.Questions;

namespace Platform.Projections.Breakdowns;

/// <summary>
/// Answers breakdowns: the exploration store selects, and distinct persons and sessions are counted here. A page that asks for several
/// properties of the same events, as the overview does, is answered from one reading of them.
/// </summary>
public sealed class BreakdownQuery
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(10);
    private readonly ExplorationStore _store;
    private readonly Together<(string Tenant, BreakdownInput Input), (string Property, int TopK), BreakdownResult> _together;

    /// <summary>Answers from a store.</summary>
    public BreakdownQuery(ExplorationStore store, TimeProvider clock) => (_store, _together) = (store, new(clock, Moment, AnswerAsync));

    /// <summary>What is kept of this many events takes about 250 MB a property; more are answered in several rounds.</summary>
    internal long MostAtOnce { get; init; } = 16_000_000;

    /// <summary>Answers a breakdown: the values by number of persons, then events.</summary>
    /// <exception cref="InvalidQuestionException">It cannot be answered as asked.</exception>
    public async Task<BreakdownResult> RunAsync(string tenant, BreakdownInput input, CancellationToken cancellation)
    {
        if (input.TopK is < 1 or > 1_000)
            throw new InvalidQuestionException("'topK' must be between 1 and 1000.");
        // A property that makes no sense is this question's fault alone.
        _ = KnownProperty.Expression(input.Property, new Sql());
        return await _together.AskAsync(tenant + JsonSerializer.Serialize(input with { Property = "", TopK = 1 }), (tenant, input), (input.Property, input.TopK), cancellation);
    }

    private async Task<IReadOnlyDictionary<(string Property, int TopK), BreakdownResult>> AnswerAsync(
        (string Tenant, BreakdownInput Input) common, IReadOnlyCollection<(string Property, int TopK)> questions)
    {
        var statements = new BreakdownStatements(common.Tenant, common.Input, questions.Select(question => question.Property));
        var rounds = (int)(await _store.SizeAsync(default) * statements.Properties.Count / MostAtOnce) + 1;
        var codes = statements.Properties.ToDictionary(property => property, _ => new TextCodes());
        var counts = statements.Properties.ToDictionary(property => property, _ => new List<ValueCounts>());
        // Persons, and so their sessions, are in one round each: what the rounds count may be added.
        for (var round = 0; round < rounds; round++)
        {
            using var tally = await GatherAsync(statements, codes, round, rounds);
            foreach (var (property, values) in statements.Properties.Zip(tally.Values))
                values.AddTo(counts[property], tally);
            if (rounds == 1)
                return Answers((question, top) => tally.Values.ElementAt(statements.Properties.IndexOf(question.Property)).Except(top, tally));
        }
        var rest = questions.ToDictionary(question => question, _ => new ValueCounts());
        for (var round = 0; round < rounds; round++)
        {
            using var tally = await GatherAsync(statements, codes, round, rounds);
            foreach (var question in questions)
                rest[question] = Sum(rest[question], tally.Values.ElementAt(statements.Properties.IndexOf(question.Property)).Except(Top(question).ToHashSet(), tally));
        }
        return Answers((question, _) => rest[question]);

        List<int> Top((string Property, int TopK) question)
        {
            var (texts, known) = (codes[question.Property].Texts, counts[question.Property]);
            return [.. Enumerable.Range(0, known.Count)
                .OrderByDescending(value => known[value].Persons).ThenByDescending(value => known[value].Events).ThenBy(value => texts[value], StringComparer.Ordinal)
                .Take(question.TopK)];
        }

        Dictionary<(string, int), BreakdownResult> Answers(Func<(string Property, int TopK), HashSet<int>, ValueCounts> except) => questions.ToDictionary(question => question, question =>
        {
            var (top, known) = (Top(question), counts[question.Property]);
            return new BreakdownResult(
                [.. top.Select(value => Row(codes[question.Property].Texts[value], known[value]))],
                top.Count < known.Count ? Row(Breakdown.Other, except(question, [.. top])) : null);
        });
    }

    private async Task<VisitTally> GatherAsync(BreakdownStatements statements, Dictionary<string, TextCodes> codes, int round, int rounds)
    {
        var tally = new VisitTally(statements.OfEvents.Select(property => codes[property]), statements.OfSessions.Select(property => codes[property]));
        return await _store.ReadAsync(snapshot =>
        {
            snapshot.Scan(statements.Events(round, rounds), tally.TakeEvents);
            snapshot.Scan(statements.Sessions(), tally.TakeSessions);
            tally.Arrange();
            return tally;
        }, default);
    }

    private static ValueCounts Sum(ValueCounts one, ValueCounts other) => new()
    {
        Persons = one.Persons + other.Persons, Sessions = one.Sessions + other.Sessions, Bounced = one.Bounced + other.Bounced,
        Micros = one.Micros + other.Micros, Views = one.Views + other.Views, Events = one.Events + other.Events,
    };

    private static BreakdownRow Row(string value, ValueCounts counts) => new(
        value, counts.Persons, counts.Sessions, counts.Views, counts.Events, Share(counts.Bounced, counts.Sessions),
        TimeSpan.FromMicroseconds(Share(counts.Micros, counts.Sessions)));

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
