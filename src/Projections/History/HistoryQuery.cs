using System.Globalization;
using Marten;
using Npgsql;
using NpgsqlTypes;
using Platform.Contracts.History;
using Platform.Projections.Questions;

namespace Platform.Projections.History;

/// <summary>What an imported figure can be of; the day as a whole is always told.</summary>
public enum HistoryDimension
{
    /// <summary>Pages seen.</summary>
    Page,

    /// <summary>Pages that visits began with.</summary>
    EntryPage,

    /// <summary>Pages that visits ended with.</summary>
    ExitPage,

    /// <summary>Where visits came from.</summary>
    Source,

    /// <summary>ISO countries.</summary>
    Country,

    /// <summary>Kinds of device.</summary>
    Device,

    /// <summary>Browsers.</summary>
    Browser,

    /// <summary>Operating systems.</summary>
    OperatingSystem,

    /// <summary>Actions by name.</summary>
    Action,
}

/// <summary>Figures that another tool counted; null where it did not count such a thing.</summary>
public sealed record HistoryFigures(long? Visitors, long? Visits, long? Views, long? Bounces, long? DurationSeconds, long? Events);

/// <summary>The figures of a day.</summary>
public sealed record HistoryDay(DateOnly Day, HistoryFigures Figures);

/// <summary>The figures of a value over the range. Visitors are summed over days: who came on two days counts twice.</summary>
public sealed record HistoryRow(string Value, HistoryFigures Figures);

/// <summary>The answer: days in order, the values with most visitors first, and which tools counted.</summary>
public sealed record HistoryResult(IReadOnlyList<HistoryDay> Days, IReadOnlyList<HistoryRow> Rows, IReadOnlyList<string> Tools);

/// <summary>Answers from the events themselves: they are few, and their streams follow from the range.</summary>
public sealed class HistoryQuery(IDocumentStore store)
{
    private const int MostMonths = 1_200;

    private static readonly Dictionary<HistoryDimension, (string Kind, string Value)> Tables = new()
    {
        [HistoryDimension.Page] = ("pages", "page"), [HistoryDimension.EntryPage] = ("entry_pages", "entry_page"), [HistoryDimension.ExitPage] = ("exit_pages", "exit_page"),
        [HistoryDimension.Source] = ("sources", "source"), [HistoryDimension.Country] = ("locations", "country"), [HistoryDimension.Device] = ("devices", "device"),
        [HistoryDimension.Browser] = ("browsers", "browser"), [HistoryDimension.OperatingSystem] = ("operating_systems", "operating_system"),
        [HistoryDimension.Action] = ("custom_events", "name"),
    };

    private const string Sums =
        """
        sum((data #>> '{figures,visitors}')::bigint)::bigint, sum(coalesce(data #>> '{figures,visits}', data #>> '{figures,entrances}', data #>> '{figures,exits}')::bigint)::bigint,
        sum((data #>> '{figures,pageviews}')::bigint)::bigint, sum((data #>> '{figures,bounces}')::bigint)::bigint,
        sum((data #>> '{figures,visit_duration}')::bigint)::bigint, sum((data #>> '{figures,events}')::bigint)::bigint, array_agg(distinct data ->> 'tool')
        """;

    private readonly string _events = $"{store.Options.Events.DatabaseSchemaName}.mt_events";

    /// <summary>The figures of the days that begin within the range, and its values by one dimension.</summary>
    /// <exception cref="InvalidQuestionException">The range is longer than a hundred years, or a number of rows out of bounds.</exception>
    public async Task<HistoryResult> AskAsync(string tenant, TimeRange range, HistoryDimension dimension, int first, CancellationToken cancellation)
    {
        if (first is < 1 or > 1_000)
            throw new InvalidQuestionException("'first' must be between 1 and 1000.");
        var (kind, value) = Tables[dimension];
        var (days, tools) = await ReadAsync(tenant, range, "visitors", $"select data ->> 'day', {Sums}", "group by 1 order by 1", cancellation);
        var (rows, more) = await ReadAsync(tenant, range, kind, $"select coalesce(data #>> array['values', '{value}'], ''), {Sums}",
            string.Create(CultureInfo.InvariantCulture, $"group by 1 order by 2 desc nulls last, 1 limit {first}"), cancellation);
        return new HistoryResult(
            [.. days.Select(day => new HistoryDay(DateOnly.ParseExact(day.Key, "yyyy-MM-dd", CultureInfo.InvariantCulture), day.Figures))],
            [.. rows.Select(row => new HistoryRow(row.Key, row.Figures))], [.. tools.Union(more).Order(StringComparer.Ordinal)]);
    }

    private async Task<(List<(string Key, HistoryFigures Figures)> Rows, HashSet<string> Tools)> ReadAsync(
        string tenant, TimeRange range, string kind, string select, string grouped, CancellationToken cancellation)
    {
        var (from, to) = (DateOnly.FromDateTime(range.From.UtcDateTime), DateOnly.FromDateTime(range.To.UtcDateTime));
        await using var command = new NpgsqlCommand(
            $"{select} from {_events} where tenant_id = $1 and stream_id = any($2) and data ->> 'day' >= $3 and data ->> 'day' < $4 {grouped}");
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = Streams(tenant, kind, from, to), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = Text(from) });
        command.Parameters.Add(new() { Value = Text(to) });
        var (rows, tools) = (new List<(string, HistoryFigures)>(), new HashSet<string>());
        await using var session = store.QuerySession();
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            long? Figure(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
            rows.Add((reader.GetString(0), new HistoryFigures(Figure(1), Figure(2), Figure(3), Figure(4), Figure(5), Figure(6))));
            tools.UnionWith(reader.GetFieldValue<string[]>(7));
        }
        return (rows, tools);
    }

    private static Guid[] Streams(string tenant, string kind, DateOnly from, DateOnly to)
    {
        var streams = new List<Guid>();
        for (var month = new DateOnly(from.Year, from.Month, 1); month <= to; month = month.AddMonths(1))
            if (streams.Count < MostMonths)
                streams.Add(HistoryImported.Stream(tenant, kind, month));
            else
                throw new InvalidQuestionException("The range is longer than a hundred years.");
        return [.. streams];
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
