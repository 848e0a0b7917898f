using System.Text.Json;
using Npgsql;
using Platform.Contracts.Events;
using Platform.Projections.Exploration;
using Platform.Projections.Live;
using Platform.Projections.Questions;
using Platform.Projections.Reading;

namespace Platform.Projections.Funnels.Saved;

/// <summary>A version of a saved funnel that the read model keeps up.</summary>
internal sealed class KeptFunnel
{
    private readonly HashSet<string> _names;
    private readonly IReadOnlyList<EventMatch> _steps;
    private readonly IReadOnlyList<EventMatch> _exclusions;

    public KeptFunnel(string tenant, Guid id, int version, FunnelInput input)
    {
        (Tenant, Id, Version, Input, Rules) = (tenant, id, version, input, FunnelRules.Of(input));
        (_steps, _exclusions) = ([.. input.Steps.Select(step => step.Match)], [.. input.Exclusions.Select(exclusion => exclusion.Match)]);
        _names = [.. _steps.Concat(_exclusions).Select(match => match.Name)];
    }

    public string Tenant { get; }
    public Guid Id { get; }
    public int Version { get; }
    public FunnelInput Input { get; }
    public FunnelRules Rules { get; }

    /// <summary>
    /// Whether the read model can keep it up: what decides about an event must be the event's own. Sessions and segments depend on
    /// others, so such funnels are answered by the exploration store.
    /// </summary>
    public static bool Keeps(FunnelInput input) => input is { Unit: FunnelUnit.Person, UnitProperty: null, Segment: null, AsOf: null }
        && input.Steps.SelectMany(step => step.Match.Filters).Concat(input.Exclusions.SelectMany(exclusion => exclusion.Match.Filters)).Concat(input.Filters)
            .Select(filter => filter.Property).Append(input.Breakdown ?? "event").All(KnownProperty.IsOfEvent);

    /// <summary>What the funnel sees of an event; null when it does not matter to it.</summary>
    public KeptEvent? See(PageEvent stored)
    {
        var happened = stored.Event;
        var strict = Input.Order == FunnelOrder.Strict;
        if (!strict && !_names.Contains("*") && !_names.Contains(happened.Name))
            return null;
        var at = Micros.Of(happened.Origin.OccurredAt);
        // An attempt that starts before the end of the range may go on until the window ends.
        if (at < Rules.From || at - Rules.Window >= Rules.To || !EventMatcher.Holds(Input.Filters, happened))
            return null;
        var (steps, exclusions) = (Bits(_steps, happened), Bits(_exclusions, happened));
        return strict || (steps | exclusions) != 0
            ? new KeptEvent(this, stored.Stream, stored.Sequence, at, steps, exclusions, Input.Breakdown is { } property ? EventMatcher.Value(property, happened) : null)
            : null;
    }

    /// <summary>The versions that an edition keeps of some tenants.</summary>
    public static async Task<IReadOnlyList<KeptFunnel>> LoadAsync(IReadModelTarget target, string[] tenants, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select tenant, funnel, version, question::text from {target.Schema}.funnel_versions where tenant = any($1)");
        command.Parameters.Add(new() { Value = tenants });
        var rows = await target.ReadAsync(command, reader => (Tenant: reader.GetString(0), Id: reader.GetGuid(1), Version: reader.GetInt32(2), Question: reader.GetString(3)), cancellation);
        return [.. rows.Select(row => (row, Input: QuestionJson.Read<FunnelInput>(JsonElement.Parse(row.Question)))).Where(kept => Keeps(kept.Input))
            .Select(kept => new KeptFunnel(kept.row.Tenant, kept.row.Id, kept.row.Version, kept.Input))];
    }

    private static uint Bits(IReadOnlyList<EventMatch> matches, IVisitorEvent happened)
    {
        var bits = 0u;
        for (var bit = 0; bit < matches.Count; bit++)
            bits |= EventMatcher.Holds(matches[bit], happened) ? 1u << bit : 0;
        return bits;
    }
}

/// <summary>What a kept funnel sees of an event.</summary>
/// <param name="At">When it happened, microseconds since 1970.</param>
/// <param name="Value">Its value of the breakdown's property.</param>
internal sealed record KeptEvent(KeptFunnel Funnel, Guid Stream, long Sequence, long At, uint Steps, uint Exclusions, string? Value);
