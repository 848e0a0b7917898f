using System.Globalization;
using System.Text.Json;
using CsCheck;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Platform.Contracts;
using Platform.Contracts.Events;
using Platform.Contracts.Rebuilds;
using Platform.Host.EventStore;
using Platform.Projections.Funnels;
using Platform.Projections.Funnels.Saved;
using Platform.Projections.Questions;
using Platform.Projections.Reading;
using Platform.Projections.Rebuilds;
using Platform.Tests.Unit.Exploration;
using Platform.Tests.Unit.Funnels;

namespace Platform.Tests.Integration.Funnels;

/// <summary>The funnels' read model against the definition counted plainly, on a real database, however the events are paged.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class KeptFunnelTests(PlatformFixture platform) : IAsyncLifetime
{
    private readonly FunnelsProjection _model = new();
    private WebApplication _neverStarted = null!;
    private Staging _edition = null!;
    private int _tenants;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddEventStore(platform.Host.ConnectionString, runProjections: false);
        _neverStarted = builder.Build();
        // A tenant that nobody has: the edition begins with no funnel.
        var rebuild = new Rebuild { Id = Guid.CreateVersion7(), Projection = FunnelsProjection.ProjectionName, RequestedBy = "test", Tenant = "nobody" };
        _edition = new Staging(_neverStarted.Services.GetRequiredService<IDocumentStore>(), rebuild, [_model]);
        await _edition.EnsureAsync(default);
    }

    public async ValueTask DisposeAsync()
    {
        await _edition.DropAsync(default);
        await _neverStarted.DisposeAsync();
    }

    [Fact]
    public Task Every_kept_funnel_is_what_its_definition_says_for_any_events_in_any_order_of_arrival_and_paging() =>
        Gen.Select(World.Gen(45), World.Gen(45), FunnelReference.OverPersons.List[1, 3], Gen.Int[1, 40], Gen.Int[1, 40]).SampleAsync(async (world, other, funnels, page, otherPage) =>
        {
            await using var connection = await _edition.OpenAsync(default);
            var live = await WriteAsync(connection, funnels, [world, other], page);
            var replayed = await WriteAsync(connection, funnels, [world, other], otherPage);

            Assert.Equal(Expected(funnels, [world, other]), live);
            Assert.Equal(live, replayed);
        }, iter: 150, threads: 1);

    /// <summary>Lets two tenants' events arrive between each other.</summary>
    private async Task<string> WriteAsync(NpgsqlConnection connection, List<FunnelInput> funnels, World[] worlds, int size)
    {
        var tenants = worlds.Select(_ => $"kept-{_tenants++}").ToArray();
        var ids = new Dictionary<Guid, string>();
        foreach (var tenant in tenants)
            foreach (var (index, funnel) in funnels.Index())
            {
                var id = Guid.CreateVersion7();
                ids[id] = $"{Array.IndexOf(tenants, tenant)}.{index}";
                await using var define = new NpgsqlCommand($"insert into {_edition.Schema}.funnel_versions values ($1, $2, 1, $3::jsonb, 0)", connection);
                foreach (var value in new object[] { tenant, id, QuestionJson.Write(funnel).GetRawText() })
                    define.Parameters.Add(new() { Value = value });
                await define.ExecuteNonQueryAsync();
            }
        var events = worlds.SelectMany((world, index) => world.Events.SelectMany(e => Stored(tenants[index], e, (e.Number * 2 + index) * 2))).OrderBy(stored => stored.Sequence).ToList();
        foreach (var chunk in events.Chunk(size))
            await _edition.WriteAsync(connection, [_model], chunk, chunk[^1].Sequence, default);
        return await ReadAsync(connection, tenants, ids);
    }

    private async Task<string> ReadAsync(NpgsqlConnection connection, string[] tenants, Dictionary<Guid, string> ids)
    {
        await using var read = new NpgsqlCommand($"select funnel, reached, gaps, breakdown from {_edition.Schema}.funnel_units where tenant = any($1)", connection);
        read.Parameters.Add(new() { Value = tenants });
        await using var reader = await read.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            var (reached, gaps, values) = (reader.GetFieldValue<long[]>(1), reader.GetFieldValue<long[]>(2), reader.GetFieldValue<string?[]>(3));
            var steps = gaps.Length / reached.Length;
            lines.AddRange(reached.Select((bits, attempt) =>
                $"{ids[reader.GetGuid(0)]}: {Convert.ToString(bits, 2)} {string.Join(',', gaps.Skip(attempt * steps).Take(steps).Select(gap => gap < 0 ? -1 : gap / 60_000_000))} {values[attempt]}"));
        }
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    private static string Expected(List<FunnelInput> funnels, World[] worlds) => string.Join('\n', (
        from world in worlds.Index()
        let person = world.Item.Persons()
        from funnel in funnels.Index()
        from unit in world.Item.Events.GroupBy(e => person(e.Visitor))
        from steps in FunnelReference.Attempts(funnel.Item, unit)
        select $"{world.Index}.{funnel.Index}: {Reached(steps)} {string.Join(',', Gaps(steps))} {Value(steps, funnel.Item)}").Order(StringComparer.Ordinal));

    private static string Reached(Happening?[] steps) => Convert.ToString(steps.Select((e, step) => e is null ? 0L : 1L << step).Sum(), 2);

    private static IEnumerable<double> Gaps(Happening?[] steps) => steps.Select((e, step) =>
        e is not null && steps.Take(step).LastOrDefault(before => before is not null) is { } last ? (e.At - last.At).TotalMinutes : -1);

    private static string? Value(Happening?[] steps, FunnelInput funnel) => funnel.Breakdown is null ? null : funnel.Attribution switch
    {
        Attribution.FirstTouch => steps.FirstOrDefault(e => e?.Plan is not null)?.Plan,
        Attribution.LastTouch => steps.LastOrDefault(e => e?.Plan is not null)?.Plan,
        _ => steps[funnel.AttributionStep!.Value - 1]?.Plan,
    };

    // Who joins or leaves does so at no time that a funnel asks about, besides what it does.
    private static IEnumerable<PageEvent> Stored(string tenant, Happening e, long sequence)
    {
        var origin = new Origin(e.Number.ToString(CultureInfo.InvariantCulture), e.Visitor, e.At, e.Recorded, "test");
        var properties = JsonSerializer.SerializeToElement(e.Plan is null ? [] : new Dictionary<string, string> { ["plan"] = e.Plan });
        var stream = DerivedId.Visitor(tenant, e.Visitor);
        yield return new PageEvent(tenant, stream, Guid.CreateVersion7(), sequence + 1, e.Recorded, new ActionTracked(e.Name, origin, new EventContext(), properties));
        var aside = origin with { OccurredAt = DateTimeOffset.UnixEpoch };
        if (e.Unlinked || e.LinkedWith is not null)
            yield return new PageEvent(tenant, stream, Guid.CreateVersion7(), sequence + 2, e.Recorded, e.LinkedWith is { } other
                ? new VisitorsLinked(other, aside, new EventContext(), properties)
                : new VisitorsUnlinked(aside, new EventContext(), properties));
    }
}
