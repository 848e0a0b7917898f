using Marten;
using Marten.Events;
using Platform.Contracts.Persons;
using Platform.Contracts.Rebuilds;
using Platform.Projections.Persons;
using Platform.Projections.Questions;
using Wolverine;

namespace Platform.ReadApi.Erasure;

/// <summary>Sends the command to forget a person, and lists what was forgotten.</summary>
public sealed class Erasures(IMessageBus bus, PersonsQuery persons, IDocumentStore store)
{
    /// <summary>Forgets a person.</summary>
    /// <exception cref="InvalidQuestionException">There is no such person.</exception>
    public async Task<ErasureCertificate> ForgetAsync(string tenant, string id, string by, CancellationToken cancellation)
    {
        var person = await persons.FindAsync(tenant, id, cancellation) ?? throw new InvalidQuestionException("There is no such person.");
        var answer = await bus.InvokeAsync<ErasureAnswer>(new ForgetPerson(tenant, person.Id.ToString("N"), person.VisitorIds, by), cancellation);
        return (await ListAsync(tenant, cancellation)).First(certificate => certificate.Id == answer.Id.ToString("N"));
    }

    /// <summary>The tenant's certificates, the newest first.</summary>
    public async Task<IReadOnlyList<ErasureCertificate>> ListAsync(string tenant, CancellationToken cancellation)
    {
        await using var ofTenant = store.QuerySession(tenant);
        var forgotten = await ofTenant.Events.QueryAllRawEvents().Where(stored => stored.EventTypesAre(typeof(PersonForgotten))).ToListAsync(cancellation);
        await using var ofAll = store.QuerySession();
        var rebuilds = (await ofAll.LoadManyAsync<Rebuild>(cancellation, forgotten.Select(stored => ((PersonForgotten)stored.Data).Rebuild)))
            .ToDictionary(rebuild => rebuild.Id);
        return
        [
            .. from stored in forgotten
               let person = (PersonForgotten)stored.Data
               orderby stored.Sequence descending
               select ErasureCertificate.Of(stored.StreamId, person, rebuilds.GetValueOrDefault(person.Rebuild)),
        ];
    }
}
