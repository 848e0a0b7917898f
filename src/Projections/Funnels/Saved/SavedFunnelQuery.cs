using System.Text.Json;
using Marten;
using Npgsql;
using Platform.Contracts.Funnels;
using Platform.Projections.Exploration;
using Platform.Projections.Questions;

namespace Platform.Projections.Funnels.Saved;

/// <summary>A saved funnel's answer.</summary>
/// <param name="Version">The definition that was asked.</param>
/// <param name="FromReadModel">Whether the read model answered, instead of the events.</param>
public sealed record SavedAnswer(FunnelAnswer Answer, int Version, bool FromReadModel);

/// <summary>What the read model has of a funnel: another mark is another answer.</summary>
/// <param name="Changed">The last event that mattered.</param>
public sealed record KeptMark(int Version, long Changed);

/// <summary>Finds saved funnels and answers them: by the read model where it keeps what is asked, else by the exploration store.</summary>
public sealed class SavedFunnelQuery(IDocumentStore store, FunnelQuery query, TimeProvider clock)
{
    // One statement sees one edition: the definition and its persons belong together even while another edition takes over.
    private const string Read =
        """
        select version, question::text, null::uuid, null::bigint[], null::bigint[], null::text[] from read.funnel_versions where tenant = $1 and funnel = $2
        union all
        select version, null, person, reached, gaps, breakdown from read.funnel_units where tenant = $1 and funnel = $2
        """;

    /// <summary>The tenant's saved funnels by name, archived ones last.</summary>
    public async Task<IReadOnlyList<SavedFunnel>> ListAsync(string tenant, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var funnels = await session.Query<SavedFunnel>().Where(funnel => funnel.Tenant == tenant).ToListAsync(cancellation);
        return [.. funnels.OrderBy(funnel => funnel.ArchivedAt is not null).ThenBy(funnel => funnel.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>One of them; null when there is none of this id.</summary>
    public async Task<SavedFunnel?> FindAsync(string tenant, Guid id, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<SavedFunnel>(id, cancellation) is { } funnel && funnel.Tenant == tenant ? funnel : null;
    }

    /// <summary>
    /// Answers a funnel by the definition that the read model keeps: the newest, or the one before while the newest is being built.
    /// Another range, or a moment of the past, is asked of the newest definition.
    /// </summary>
    public async Task<SavedAnswer> AnswerAsync(SavedFunnel funnel, TimeRange? range, DateTimeOffset? asOf, CancellationToken cancellation) =>
        asOf is null && await KeptAsync(funnel, kept => range is null || range == kept.Range, null, cancellation) is { } answer
            ? answer
            : await AskAsync(funnel, funnel.Versions[^1], range, asOf, cancellation);

    /// <summary>Answers one of its definitions.</summary>
    public async Task<SavedAnswer> AnswerVersionAsync(SavedFunnel funnel, FunnelDefinition version, TimeRange? range, CancellationToken cancellation) =>
        await KeptAsync(funnel, kept => range is null || range == kept.Range, version.Version, cancellation) ?? await AskAsync(funnel, version, range, null, cancellation);

    /// <summary>What the read model has of the funnel; null when it does not keep it up.</summary>
    public async Task<KeptMark?> MarkAsync(SavedFunnel funnel, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        await using var command = Command("select version, changed, question::text from read.funnel_versions where tenant = $1 and funnel = $2", funnel);
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        return await reader.ReadAsync(cancellation) && KeptFunnel.Keeps(Input(reader.GetString(2))) ? new KeptMark(reader.GetInt32(0), reader.GetInt64(1)) : null;
    }

    private async Task<SavedAnswer> AskAsync(SavedFunnel funnel, FunnelDefinition version, TimeRange? range, DateTimeOffset? asOf, CancellationToken cancellation)
    {
        var input = QuestionJson.Read<FunnelInput>(version.Question);
        var answer = await query.RunAsync(funnel.Tenant, input with { Range = range ?? input.Range, AsOf = asOf }, cancellation);
        return new SavedAnswer(answer, version.Version, false);
    }

    private async Task<SavedAnswer?> KeptAsync(SavedFunnel funnel, Func<FunnelInput, bool> wanted, int? version, CancellationToken cancellation)
    {
        (int Version, FunnelInput Input)? kept = null;
        var persons = new List<(long Person, long[] Reached, long[] Gaps, string?[] Breakdown)>();
        await using var session = store.QuerySession();
        await using var reader = await session.ExecuteReaderAsync(Command(Read, funnel), cancellation);
        while (await reader.ReadAsync(cancellation))
            if (reader.IsDBNull(1))
                persons.Add((StreamKey.Of(reader.GetGuid(2)), reader.GetFieldValue<long[]>(3), reader.GetFieldValue<long[]>(4), reader.GetFieldValue<string?[]>(5)));
            else
                kept = (reader.GetInt32(0), Input(reader.GetString(1)));
        return kept is { } edition && wanted(edition.Input) && KeptFunnel.Keeps(edition.Input) && (version is null || version == edition.Version)
            ? new SavedAnswer(Answer(edition.Input, persons), edition.Version, true)
            : null;
    }

    private FunnelAnswer Answer(FunnelInput input, List<(long Person, long[] Reached, long[] Gaps, string?[] Breakdown)> persons)
    {
        var rules = FunnelRules.Of(input);
        var (outcomes, values) = (new FunnelOutcomes(rules.Steps), new TextCodes());
        foreach (var (person, reached, gaps, breakdown) in persons)
        {
            outcomes.Gaps.AddRange(gaps);
            for (var attempt = 0; attempt < reached.Length; attempt++)
                outcomes.Add(person, person, (uint)reached[attempt], breakdown[attempt] is { } value ? values.Of(value) : -1);
        }
        return new FunnelAnswer(input, rules, outcomes, values.Texts, clock.GetUtcNow());
    }

    private static FunnelInput Input(string question) => QuestionJson.Read<FunnelInput>(JsonElement.Parse(question));

    private static NpgsqlCommand Command(string sql, SavedFunnel funnel) => new(sql) { Parameters = { new() { Value = funnel.Tenant }, new() { Value = funnel.Id } } };
}
