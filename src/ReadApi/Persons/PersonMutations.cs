using GraphQL;
using Platform.Contracts;
using Platform.Contracts.Persons;
using Platform.Projections.Persons;
using Person = Platform.ReadApi.Persons.Person;

namespace Platform.ReadApi.Schema;

public sealed partial class Mutation
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Takes a visitor id out of a person: it is a person of its own until something joins it again, and every answer follows,
    /// also about the past. The answer is the person that remains.
    /// </summary>
    [Authorize(Roles = "admin")]
    public static async Task<Person> UnlinkVisitorAsync(
        [FromServices] PersonsQuery persons, [FromServices] TimeProvider clock, IResolveFieldContext context, [Id] string personId, [Id] string visitorId,
        CancellationToken cancellation)
    {
        var tenant = Tenant(context);
        var person = await persons.FindAsync(tenant, personId, cancellation) ?? throw Refused("There is no such person.");
        var rest = person.VisitorIds.FirstOrDefault(id => id != visitorId);
        if (rest is null || !person.VisitorIds.Contains(visitorId))
            throw Refused("The person does not consist of this visitor and others; there is nothing to take apart.");
        await SendAsync<VisitorTakenOut>(context, new UnlinkVisitor(tenant, visitorId, By(context)), cancellation);

        var asked = clock.GetTimestamp();
        var stream = DerivedId.Visitor(tenant, visitorId);
        while (clock.GetElapsedTime(asked) < LongestWait && await IsJoinedAsync(persons, tenant, stream, cancellation))
            await Task.Delay(LookAgain, clock, cancellation);
        return Person.Of((await persons.FindAsync(tenant, rest, cancellation))!);
    }

    private static async Task<bool> IsJoinedAsync(PersonsQuery persons, string tenant, Guid stream, CancellationToken cancellation) =>
        (await persons.FindAsync(tenant, [stream], cancellation)).GetValueOrDefault(stream) is { Streams.Count: > 1 };
}
