using Platform.Contracts.Ingestion;

namespace Platform.Ingest.Steps;

/// <summary>
/// Refuses to join visitors by an id that stands for nobody. Clients send such ids by mistake, each of them for many people at
/// once, and one join would make all of them one person.
/// </summary>
internal static class GuardIdentity
{
    private static readonly HashSet<string> Placeholders = new(StringComparer.OrdinalIgnoreCase)
    {
        "undefined", "null", "nil", "none", "nan", "n/a", "na", "unknown", "anonymous", "anon", "guest", "0", "-1", "true", "false",
        "id", "userid", "user_id", "distinctid", "distinct_id", "anonymousid", "anonymous_id", "email", "not_authenticated", "unauthenticated",
        "[object object]", "{}", "[]", "00000000-0000-0000-0000-000000000000",
    };

    public static Refusal? Apply(Candidate candidate)
    {
        var raw = candidate.Raw;
        if (raw.Kind is not (EventKind.Identify or EventKind.Alias))
            return null;
        return Check("userId", raw.UserId) ?? Check("anonymousId", raw.AnonymousId) ?? Check("previousId", raw.PreviousId);
    }

    /// <summary>Whether an id stands for nobody in particular.</summary>
    public static bool IsPlaceholder(string id) => id.Trim().Trim('"', '\'') is var bare && (bare.Length == 0 || Placeholders.Contains(bare));

    private static Refusal? Check(string field, string? id) => id is not null && IsPlaceholder(id)
        ? new Refusal(DropReason.Malformed,
            $"'{field}' is '{id}', which stands for nobody: everyone who sends it would become one person. Send the user's own id, or make no identify or alias call.")
        : null;
}
