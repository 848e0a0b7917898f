using System.Globalization;
using GraphQL;
using Platform.Projections.Persons;
using Platform.Projections.Questions;
using Platform.ReadApi.Execution;
using Platform.ReadApi.Questions;

namespace Platform.ReadApi.Persons;

/// <summary>Persons behind a figure.</summary>
/// <param name="Nodes">This page.</param>
/// <param name="PageInfo">Where it ends.</param>
/// <param name="TotalCount">How many there are on all pages.</param>
public sealed record PersonConnection(IReadOnlyList<Person> Nodes, PageInfo PageInfo, long TotalCount);

/// <summary>Shows the persons behind a figure, a page at a time.</summary>
public sealed class PersonPages(PersonKeys keys, PersonsQuery persons)
{
    /// <summary>A page of persons.</summary>
    /// <param name="ascending">Their keys in the exploration store, in ascending order.</param>
    /// <exception cref="InvalidQuestionException">There is no such page.</exception>
    public async Task<PersonConnection> OfAsync(
        IResolveFieldContext context, IReadOnlyList<long> ascending, int first, string? after, CancellationToken cancellation)
    {
        if (first is < 1 or > 500)
            throw new InvalidQuestionException("'first' must be between 1 and 500.");
        var start = 0;
        if (after is not null)
        {
            if (!long.TryParse(after, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var key))
                throw new InvalidQuestionException("'after' is not a cursor that this list gave.");
            start = ascending.Count(known => known <= key);
        }
        var page = ascending.Skip(start).Take(first).ToList();
        var tenant = OperationContext.Of(context).Tenant;
        var ids = await keys.IdsAsync(tenant, page, cancellation);
        var found = await persons.FindAsync(tenant, [.. ids], cancellation);
        var more = start + page.Count < ascending.Count;
        return new PersonConnection(
            [.. ids.Where(found.ContainsKey).Select(id => Person.Of(found[id]))],
            PageInfo.Of(more ? page[^1].ToString(CultureInfo.InvariantCulture) : null), ascending.Count);
    }
}
