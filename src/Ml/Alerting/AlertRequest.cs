using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Contracts.Alerts;

namespace Platform.Ml.Alerting;

/// <summary>The requests that webhooks get.</summary>
internal static class AlertRequest
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>As the Standard Webhooks specification has it: the same id whenever the same change is sent again.</summary>
    public static string Webhook(NotificationKind kind, int step, Alert alert, DateTimeOffset at) => JsonSerializer.Serialize(new
    {
        type = $"alert.{kind.ToString().ToLowerInvariant()}",
        timestamp = at,
        data = new
        {
            alert = alert.Id.ToString("N"), rule = alert.Rule.ToString("N"), alert.Tenant, alert.Name, alert.Severity, group = alert.Group.Length == 0 ? null : alert.Group,
            step = step == 0 ? (int?)null : step, alert.Since, alert.FiredAt, alert.ResolvedAt, alert.Figure, summary = Summary(kind, alert),
        },
    }, Json);

    public static string Slack(NotificationKind kind, Alert alert)
    {
        var mark = kind == NotificationKind.Resolved ? ":white_check_mark:" : alert.Severity switch { AlertSeverity.Critical => ":red_circle:", AlertSeverity.Warning => ":warning:", _ => ":information_source:" };
        return JsonSerializer.Serialize(new { text = $"{mark} *{Safe(Subject(kind, alert))}*\n{Safe(Summary(kind, alert))}" }, Json);
    }

    /// <summary>A line that says what it is about.</summary>
    public static string Subject(NotificationKind kind, Alert alert) => kind switch
    {
        NotificationKind.Resolved => $"Over: {alert.Name}",
        NotificationKind.Escalated => $"Nobody looks after it: {alert.Name}",
        _ => alert.Name,
    } + (alert.Group.Length == 0 ? "" : $" ({alert.Group})");

    public static string Summary(NotificationKind kind, Alert alert) => kind == NotificationKind.Resolved ? alert.Resolution! : alert.Summary;

    /// <summary>The signature header of a body.</summary>
    public static string Signature(string signing, string id, long seconds, string body) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(signing), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{seconds}.{body}"))));

    // What would be read as markup is told as text.
    private static string Safe(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
