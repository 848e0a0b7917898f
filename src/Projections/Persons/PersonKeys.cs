using Platform.Contracts;
using Platform.Projections.Exploration;

namespace Platform.Projections.Persons;

/// <summary>Finds the persons behind the exploration store's keys.</summary>
public sealed class PersonKeys(ExplorationStore store)
{
    /// <summary>The ids of persons, in the order of their keys; a key that nothing is known of is left out.</summary>
    public async Task<IReadOnlyList<Guid>> IdsAsync(string tenant, IReadOnlyList<long> keys, CancellationToken cancellation)
    {
        if (keys.Count == 0)
            return [];
        var sql = new Sql();
        var asked = string.Join(", ", keys.Select(key => sql.Value(key)));
        sql.Add($"""
            select person, any_value(person_id), null from person_links where tenant = {sql.Value(tenant)} and person in ({asked}) group by person
            union all
            select visitor_key, null, any_value(visitor_id) from sessions where tenant = {sql.Value(tenant)} and visitor_key in ({asked}) group by visitor_key
            """);
        var rows = await store.QueryAsync(sql, reader => (
            Key: reader.GetInt64(0),
            Id: reader.IsDBNull(1) ? DerivedId.Visitor(tenant, reader.GetString(2)) : reader.GetGuid(1)), cancellation);
        var ids = rows.DistinctBy(row => row.Key).ToDictionary(row => row.Key, row => row.Id);
        return [.. keys.Where(ids.ContainsKey).Select(key => ids[key])];
    }
}
