using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Contracts.Dashboards;
using Platform.Projections.Questions;
using Platform.ReadApi.Execution;
using Platform.ReadApi.Transports;

namespace Platform.ReadApi.Dashboards;

/// <summary>What an insight says.</summary>
/// <param name="From">Since when it tells.</param>
/// <param name="To">The first instant that it does not tell of.</param>
/// <param name="Answer">The answer of its kind of question; null when there is a problem.</param>
/// <param name="Problem">Why there is none.</param>
public sealed record InsightResult(DateTimeOffset? From, DateTimeOffset? To, JsonElement? Answer, string? Problem);

/// <summary>Asks saved questions of the schema itself, so that an insight is answered as its question is, by nobody in particular.</summary>
public sealed class InsightAnswers(IDocumentExecuter<ISchema> executer, AnswerWriter json, IServiceScopeFactory scopes, TimeProvider clock, ILogger<InsightAnswers> log)
{
    private static readonly ClaimsPrincipal Nobody = new(new ClaimsIdentity());

    /// <summary>Answers a question of a kind over the days that it is about now.</summary>
    public async Task<InsightResult> AskAsync(string tenant, InsightKind kind, JsonElement question, InsightSpan span, CancellationToken cancellation)
    {
        if (JsonSerializer.SerializeToNode(question) is not JsonObject input)
            return new InsightResult(null, null, null, "A question is an object, as its GraphQL input.");
        var range = RangeOf(span);
        if (range is not null)
            input["range"] = JsonSerializer.SerializeToNode(QuestionJson.Write(range));
        await using var scope = scopes.CreateAsyncScope(); // loaders belong to one operation
        var result = await executer.ExecuteAsync(new ExecutionOptions
        {
            Query = InsightDocuments.Of(kind), Variables = json.Deserialize<Inputs>(new JsonObject { ["input"] = input }.ToJsonString()), RequestServices = scope.ServiceProvider,
            User = Nobody, UserContext = new OperationContext { Tenant = tenant, Tenants = [], QueriesOnly = true }, CancellationToken = cancellation,
            UnhandledExceptionDelegate = failure => Failures.LogAsync(log, failure),
        });
        var answer = JsonElement.Parse(json.ToBytes(result));
        if (answer.TryGetProperty("errors", out var errors))
            return new InsightResult(range?.From, range?.To, null, errors[0].GetProperty("message").GetString());
        range ??= RangeOf(question);
        return new InsightResult(range?.From, range?.To, answer.GetProperty("data").GetProperty("answer"), null);
    }

    private static TimeRange? RangeOf(JsonElement question) => question.TryGetProperty("range", out var range) ? QuestionJson.Read<TimeRange>(range) : null;

    private TimeRange? RangeOf(InsightSpan span)
    {
        var today = new DateTimeOffset(clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        var end = today.AddDays(1);
        return span switch
        {
            InsightSpan.Fixed => null,
            InsightSpan.Today => new TimeRange(today, end),
            InsightSpan.Yesterday => new TimeRange(today.AddDays(-1), today),
            InsightSpan.Last7Days => new TimeRange(end.AddDays(-7), end),
            InsightSpan.Last28Days => new TimeRange(end.AddDays(-28), end),
            InsightSpan.Last90Days => new TimeRange(end.AddDays(-90), end),
            InsightSpan.ThisMonth => new TimeRange(today.AddDays(1 - today.Day), end),
            _ => new TimeRange(today.AddDays(1 - today.DayOfYear), end),
        };
    }
}
