using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using Platform.Projections.Exploration;
using Platform.Projections.Reading;

namespace Platform.Projections.Funnels.Saved;

/// <summary>Judges the persons that a page touches, in two round trips for all of them.</summary>
internal sealed class FunnelUnits(IReadModelTarget target, FunnelIdentity identity)
{
    private readonly string _load =
        $"""
        select q.unit, e.micros, e.sequence, e.steps, e.exclusions, e.value
        from unnest($1::integer[], $2::text[], $3::uuid[], $4::integer[], $5::uuid[]) as q (unit, tenant, funnel, version, stream)
        join {target.Schema}.funnel_events e on e.tenant = q.tenant and e.funnel = q.funnel and e.version = q.version and e.stream = q.stream
        """;

    private readonly string _remove =
        $"""
        delete from {target.Schema}.funnel_units u using unnest(?::text[], ?::uuid[], ?::integer[], ?::uuid[]) as gone (tenant, funnel, version, person)
        where u.tenant = gone.tenant and u.funnel = gone.funnel and u.version = gone.version and u.person = gone.person
        """;

    private readonly string _put =
        $"""
        insert into {target.Schema}.funnel_units (tenant, funnel, version, person, reached, gaps, breakdown)
        select tenant, funnel, version, person, reached::bigint[], gaps::bigint[], breakdown::text[]
        from unnest(?::text[], ?::uuid[], ?::integer[], ?::uuid[], ?::text[], ?::text[], ?::text[]) as u (tenant, funnel, version, person, reached, gaps, breakdown)
        on conflict (tenant, funnel, version, person) do update set reached = excluded.reached, gaps = excluded.gaps, breakdown = excluded.breakdown
        """;

    /// <summary>Judges whom the events and the changes of identity touch.</summary>
    public async Task JudgeAsync(IReadOnlyList<KeptFunnel> kept, IReadOnlyList<KeptEvent> fresh, CancellationToken cancellation)
    {
        var units = Touched(kept, fresh);
        if (units.Count == 0)
            return;
        await LoadAsync(units, cancellation);
        Add(units, fresh);
        var judged = units.Values.Select(unit => (Unit: unit, Outcomes: Judge(unit))).ToList();
        var gone = judged.Where(unit => unit.Outcomes.Units.Count == 0).Select(unit => (unit.Unit.Funnel, unit.Unit.Person)).ToList();
        gone.AddRange(identity.Former.SelectMany(former => kept.Where(funnel => funnel.Tenant == former.Tenant).Select(funnel => (funnel, former.Person)))
            .Where(former => !units.ContainsKey(former)));
        Remove(gone);
        Put([.. judged.Where(unit => unit.Outcomes.Units.Count > 0)]);
    }

    private Dictionary<(KeptFunnel Funnel, Guid Person), Unit> Touched(IReadOnlyList<KeptFunnel> kept, IReadOnlyList<KeptEvent> fresh)
    {
        var units = new Dictionary<(KeptFunnel, Guid), Unit>();
        void Touch(KeptFunnel funnel, Guid stream)
        {
            var (person, streams) = identity.PersonOf(funnel.Tenant, stream);
            units.TryAdd((funnel, person), new Unit(units.Count, funnel, person, streams));
        }
        foreach (var seen in fresh)
            Touch(seen.Funnel, seen.Stream);
        foreach (var (tenant, stream) in identity.Moved)
            foreach (var funnel in kept.Where(funnel => funnel.Tenant == tenant))
                Touch(funnel, stream);
        return units;
    }

    private async Task LoadAsync(Dictionary<(KeptFunnel, Guid), Unit> units, CancellationToken cancellation)
    {
        var asked = units.Values.SelectMany(unit => unit.Streams.Select(stream => (Unit: unit, Stream: stream))).ToList();
        await using var command = new NpgsqlCommand(_load);
        command.Parameters.Add(new() { Value = asked.Select(one => one.Unit.Number).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = asked.Select(one => one.Unit.Funnel.Tenant).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = asked.Select(one => one.Unit.Funnel.Id).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = asked.Select(one => one.Unit.Funnel.Version).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = asked.Select(one => one.Stream).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        var byNumber = units.Values.ToArray();
        foreach (var (number, at, sequence, steps, exclusions, value) in await target.ReadAsync(command, reader => (reader.GetInt32(0), reader.GetInt64(1), reader.GetInt64(2),
            (uint)reader.GetInt64(3), (uint)reader.GetInt64(4), reader.IsDBNull(5) ? null : reader.GetString(5)), cancellation))
            byNumber[number].Add(at, sequence, steps, exclusions, value);
    }

    private void Add(Dictionary<(KeptFunnel, Guid), Unit> units, IReadOnlyList<KeptEvent> fresh)
    {
        foreach (var seen in fresh)
            units[(seen.Funnel, identity.PersonOf(seen.Funnel.Tenant, seen.Stream).Person)].Add(seen.At, seen.Sequence, seen.Steps, seen.Exclusions, seen.Value);
    }

    private static FunnelOutcomes Judge(Unit unit)
    {
        var outcomes = new FunnelOutcomes(unit.Funnel.Rules.Steps);
        unit.Events.Sort();
        new FunnelJudge(unit.Funnel.Input, unit.Funnel.Rules, outcomes).Judge(CollectionsMarshal.AsSpan(unit.Events), 0, [0]);
        return outcomes;
    }

    private void Remove(List<(KeptFunnel Funnel, Guid Person)> gone)
    {
        if (gone.Count > 0)
            target.Queue(_remove, gone.Select(unit => unit.Funnel.Tenant).ToArray(), gone.Select(unit => unit.Funnel.Id).ToArray(),
                gone.Select(unit => unit.Funnel.Version).ToArray(), gone.Select(unit => unit.Person).ToArray());
    }

    private void Put(List<(Unit Unit, FunnelOutcomes Outcomes)> judged)
    {
        if (judged.Count > 0)
            target.Queue(_put, judged.Select(unit => unit.Unit.Funnel.Tenant).ToArray(), judged.Select(unit => unit.Unit.Funnel.Id).ToArray(),
                judged.Select(unit => unit.Unit.Funnel.Version).ToArray(), judged.Select(unit => unit.Unit.Person).ToArray(),
                judged.Select(unit => Literal(unit.Outcomes.Reached)).ToArray(), judged.Select(unit => Literal(unit.Outcomes.Gaps)).ToArray(),
                judged.Select(unit => Literal(unit.Outcomes.Values.Select(value => value < 0 ? null : unit.Unit.Values.Texts[value]))).ToArray());
    }

    private static string Literal<T>(IEnumerable<T> numbers) where T : struct, IFormattable =>
        $"{{{string.Join(',', numbers.Select(number => number.ToString(null, CultureInfo.InvariantCulture)))}}}";

    private static string Literal(IEnumerable<string?> texts) => new StringBuilder("{").AppendJoin(',', texts.Select(text => text is null
        ? "NULL"
        : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"")).Append('}').ToString();

    /// <summary>A person in a funnel, with everything that it did and that matters there.</summary>
    private sealed record Unit(int Number, KeptFunnel Funnel, Guid Person, IReadOnlyCollection<Guid> Streams)
    {
        private readonly HashSet<long> _sequences = [];

        public List<FunnelEvent> Events { get; } = [];
        public TextCodes Values { get; } = new();

        public void Add(long at, long sequence, uint steps, uint exclusions, string? value)
        {
            if (_sequences.Add(sequence))
                Events.Add(new FunnelEvent(at, sequence, steps, exclusions, value is null ? -1 : Values.Of(value), 0));
        }
    }
}
