using GraphQL.DataLoader;
using Platform.Projections.Persons;
using Platform.ReadApi.Execution;

namespace Platform.ReadApi.Persons;

/// <summary>The persons behind visitors' streams, a wave of them in one question.</summary>
public sealed class PersonLoader(PersonsQuery query) : BatchLoader<(string Tenant, Guid Stream), Person>
{
    /// <summary>The person of a visitor's stream.</summary>
    public IDataLoaderResult<Person?> Of(string tenant, Guid stream) => Load((tenant, stream));

    /// <inheritdoc />
    protected override async Task<IReadOnlyDictionary<(string Tenant, Guid Stream), Person>> FetchAsync(
        IReadOnlyList<(string Tenant, Guid Stream)> keys, CancellationToken cancellation)
    {
        var found = new Dictionary<(string, Guid), Person>();
        foreach (var tenant in keys.GroupBy(key => key.Tenant, key => key.Stream)) // one, as an operation has one tenant
            foreach (var (stream, person) in await query.FindAsync(tenant.Key, [.. tenant], cancellation))
                found[(tenant.Key, stream)] = Person.Of(person);
        return found;
    }
}
