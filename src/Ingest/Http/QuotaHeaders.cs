using System.Globalization;
using Microsoft.AspNetCore.Http;
using Platform.Contracts.Ingestion;
using Platform.Ingest.Quotas;

namespace Platform.Ingest.Http;

/// <summary>Tells a client what is left of its source's quota, and when to come again once nothing is.</summary>
internal static class QuotaHeaders
{
    /// <summary>Writes <c>RateLimit-Limit</c>, <c>-Remaining</c> and <c>-Reset</c> (seconds) of the limit that is nearest to its end, and the policy of all.</summary>
    public static void Write(HttpResponse response, SubmissionResult result, DateTimeOffset now)
    {
        if (result.Quota is not { } quota)
            return;
        var (minute, month, reset) = (quota.LeftOfMinute(now), quota.LeftOfMonth(now), Seconds(quota.Reset(now)));
        var byMonth = month is not null && (minute is null || month == 0 || month < minute);
        response.Headers["RateLimit-Limit"] = Text(byMonth ? quota.Rules.EventsPerMonth!.Value : quota.Rules.EventsPerMinute!.Value);
        response.Headers["RateLimit-Remaining"] = Text((byMonth ? month : minute)!.Value);
        response.Headers["RateLimit-Reset"] = Text(reset);
        response.Headers["RateLimit-Policy"] = string.Join(", ", new[]
        {
            quota.Rules.EventsPerMinute is { } perMinute ? $"\"minute\";q={Text(perMinute)};w=60" : null,
            quota.Rules.EventsPerMonth is { } perMonth ? $"\"month\";q={Text(perMonth)};w={Text(Seconds(Periods.Month(now).AddMonths(1) - Periods.Month(now)))}" : null,
        }.Where(policy => policy is not null));
        if (result.Refused.Any(refusal => refusal.Reason == DropReason.QuotaExceeded))
            response.Headers.RetryAfter = Text(reset);
    }

    private static long Seconds(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
