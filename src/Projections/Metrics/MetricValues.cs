using Npgsql;
using NpgsqlTypes;
using Platform.Projections.Questions;
using Platform.Projections.Reading;

namespace Platform.Projections.Metrics;

/// <summary>
/// The values that a tenant's series are kept of: the first hundred of each dimension in order of sequence, so that a flood of
/// made-up names stays bounded and a replay keeps the same ones.
/// </summary>
internal sealed class MetricValues
{
    internal static readonly ReadTable Table = new("metric_values", ["dimension", "value"], ("dimension", "text"), ("value", "text"));

    private readonly Dictionary<(string Tenant, string Dimension), HashSet<string>> _known = [];
    private readonly List<(string Tenant, string Dimension, string Value)> _fresh = [];

    /// <summary>Reads the values of the page's tenants, in one round trip.</summary>
    public static async Task<MetricValues> LoadAsync(IReadModelTarget target, IReadOnlyList<PageEvent> page, CancellationToken cancellation)
    {
        var values = new MetricValues();
        await using var command = new NpgsqlCommand($"select tenant, dimension, value from {target.Schema}.metric_values where tenant = any($1)");
        command.Parameters.Add(new() { Value = page.Select(stored => stored.Tenant).Distinct().ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        foreach (var (tenant, dimension, value) in await target.ReadAsync(command, reader => (reader.GetString(0), reader.GetString(1), reader.GetString(2)), cancellation))
            values.Of(tenant, dimension).Add(value);
        return values;
    }

    /// <summary>The value, or the one that stands for all beyond the first.</summary>
    public string Keep(string tenant, string dimension, string value)
    {
        if (dimension.Length == 0 || value == Breakdown.Missing)
            return value;
        var known = Of(tenant, dimension);
        if (known.Contains(value))
            return value;
        if (known.Count >= MetricDimensions.MostValues)
            return Breakdown.Other;
        known.Add(value);
        _fresh.Add((tenant, dimension, value));
        return value;
    }

    /// <summary>Adds those that are new.</summary>
    public void Queue(IReadModelTarget target)
    {
        if (_fresh.Count > 0)
            target.Queue($"insert into {target.Schema}.metric_values (tenant, dimension, value) select * from unnest(?::text[], ?::text[], ?::text[])",
                _fresh.Select(row => row.Tenant).ToArray(), _fresh.Select(row => row.Dimension).ToArray(), _fresh.Select(row => row.Value).ToArray());
    }

    private HashSet<string> Of(string tenant, string dimension)
    {
        if (!_known.TryGetValue((tenant, dimension), out var values))
            _known[(tenant, dimension)] = values = [];
        return values;
    }
}
