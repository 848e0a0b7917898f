using System.Text.Json;
using Marten;
using Platform.Contracts;
using Platform.Contracts.Events;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Persons;
using Platform.Ingest.Quotas;

namespace Platform.Ingest.Identity;

/// <summary>Records in the visitor's own stream that it was taken out of its person; the answers follow from that.</summary>
public static class UnlinkVisitorHandler
{
    /// <summary>The source of what people do here, and not a client.</summary>
    public const string Source = "console";

    /// <summary>Runs in one transaction.</summary>
    public static VisitorTakenOut Handle(UnlinkVisitor command, IDocumentSession session, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var happened = new VisitorsUnlinked(
            new Origin(NewId.At(now).ToString("N"), command.VisitorId, now, now, Source), new EventContext(), JsonSerializer.SerializeToElement(new { by = command.By }));
        var wrapped = session.Events.BuildEvent(happened);
        wrapped.Id = DerivedId.Message(command.Tenant, happened.Origin.MessageId);
        session.ForTenant(command.Tenant).Events.Append(DerivedId.Visitor(command.Tenant, command.VisitorId), wrapped);
        Metering.Queue(session, [.. Count.OfStored(new AcceptedEvent(command.Tenant, happened))]);
        return new VisitorTakenOut(wrapped.Id);
    }
}
