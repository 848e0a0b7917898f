using GraphQL;
using GraphQL.DataLoader;
using Platform.Projections.Persons;
using Platform.ReadApi.Execution;

namespace Platform.ReadApi.Schema;

/// <summary>Loads the persons of a wave of events in one go.</summary>
public sealed class PersonLoader(PersonsQuery persons) : BatchLoader<(string Tenant, Guid Id), PersonType>
{
    /// <inheritdoc />
    protected override async Task<IReadOnlyDictionary<(string Tenant, Guid Id), PersonType>> FetchAsync(
        IReadOnlyList<(string Tenant, Guid Id)> keys, CancellationToken cancellation)
    {
        var found = new Dictionary<(string, Guid), PersonType>();
        foreach (var tenant in keys.GroupBy(key => key.Tenant))
            foreach (var (id, person) in await persons.FindAsync(tenant.Key, [.. tenant.Select(key => key.Id)], cancellation))
                found[(tenant.Key, id)] = new PersonType(person);
        return found;
    }
}
