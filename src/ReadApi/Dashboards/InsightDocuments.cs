using Platform.Contracts.Dashboards;

namespace Platform.ReadApi.Dashboards;

/// <summary>The query that answers an insight of each kind. None of them names a person.</summary>
internal static class InsightDocuments
{
    public static string Of(InsightKind kind) => kind switch
    {
        InsightKind.Trend => """
            query Insight($input: TrendInput!) {
              answer: trend(input: $input) { series { key label breakdown total points { start value complete } previous { start value complete } } }
            }
            """,
        InsightKind.Funnel => """
            query Insight($input: FunnelInput!) {
              answer: funnel(input: $input) { conversion steps { index label count conversionFromStart conversionFromPrevious medianTimeFromPrevious } }
            }
            """,
        InsightKind.Retention => """
            query Insight($input: RetentionInput!) {
              answer: retention(input: $input) { cohorts { start breakdown size counts rates } mean }
            }
            """,
        InsightKind.Paths => """
            query Insight($input: PathsInput!) {
              answer: paths(input: $input) { paths links { step source target count } }
            }
            """,
        InsightKind.Lifecycle => """
            query Insight($input: LifecycleInput!) {
              answer: lifecycle(input: $input) { periods { start new returning resurrecting dormant } }
            }
            """,
        InsightKind.Attribution => """
            query Insight($input: AttributionInput!) {
              answer: attribution(input: $input) { conversions amount rows { value credits { model conversions amount } } }
            }
            """,
        _ => """
            query Insight($input: StickinessInput!) {
              answer: stickiness(input: $input) { days { daysActive persons } }
            }
            """,
    };
}
