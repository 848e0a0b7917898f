using System.Diagnostics;
using System.Diagnostics.Metrics;
using Platform.Contracts;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Tenants;
using Platform.Ingest.Enrichment;

namespace Platform.Ingest.Steps;

/// <summary>The rules every event passes, in order, whatever protocol brought it. Each step is named and timed; a refusal is a value.</summary>
public sealed class IngestSteps
{
    private static readonly Histogram<double> StepTime =
        Instruments.Ingest.CreateHistogram<double>("platform.ingest.step.duration", "us", "Time a step of ingest takes for one event.");

    private readonly (string Name, Func<Candidate, Refusal?> Run)[] _steps;

    /// <summary>Puts the steps in order.</summary>
    public IngestSteps(Enricher enricher, CookielessVisitor cookieless)
    {
        _steps =
        [
            ("require_source", SourceGate.RequireSource),
            ("check_origin", SourceGate.CheckOrigin),
            ("validate", Validate.Fields),
            ("guard_identity", GuardIdentity.Apply),
            ("correct_clock", CorrectClock.Apply),
            ("reject_bot", candidate => RejectBot(candidate, enricher)),
            ("enrich", candidate => Enrich(candidate, enricher)),
            ("filter", SourceGate.Filter),
            ("validate_schema", ValidateSchema.Apply),
            ("anonymise", candidate => Anonymise(candidate, cookieless)),
        ];
    }

    /// <summary>The names of the steps, in order.</summary>
    public IEnumerable<string> Names => _steps.Select(step => step.Name);

    /// <summary>Runs an event through every step.</summary>
    /// <returns>The accepted event, or why it is refused.</returns>
    public (AcceptedEvent? Accepted, Refusal? Refused) Run(RawEvent raw, ResolvedSource source, DateTimeOffset receivedAt)
    {
        var candidate = new Candidate(raw, source, receivedAt);
        foreach (var (name, run) in _steps)
        {
            var started = Stopwatch.GetTimestamp();
            var refusal = run(candidate);
            if (StepTime.Enabled)
                StepTime.Record(Stopwatch.GetElapsedTime(started).TotalMicroseconds, new KeyValuePair<string, object?>("step", name));
            if (refusal is not null)
                return (null, refusal);
        }
        return (new AcceptedEvent(source.Tenant, Accept.Record(candidate)) { Violations = ValidateSchema.Counted(candidate) }, null);
    }

    private static Refusal? RejectBot(Candidate candidate, Enricher enricher) =>
        enricher.IsBot(candidate.Raw.Context.UserAgent)
            ? new Refusal(DropReason.Bot, "The user agent is a bot's or a monitor's; bots are not counted.")
            : null;

    private static Refusal? Enrich(Candidate candidate, Enricher enricher)
    {
        candidate.Context = enricher.Enrich(candidate.Raw.Context);
        return null;
    }

    private static Refusal? Anonymise(Candidate candidate, CookielessVisitor cookieless)
    {
        var raw = candidate.Raw;
        candidate.VisitorId = raw.AnonymousId ?? raw.UserId
            ?? cookieless.IdFor(candidate.Source.Tenant, raw.Context.Address, raw.Context.UserAgent, candidate.ReceivedAt);
        return null;
    }
}
