using System.Net;
using Platform.Contracts.Alerts;
using Platform.Ml.Alerting;

namespace Platform.Tests.Unit.Alerting;

public class WebhookTargetTests
{
    [Theory]
    [InlineData("hooks.example/alerts", "a whole address")]
    [InlineData("ftp://hooks.example/alerts", "'ftp:'")]
    [InlineData("file:///etc/passwd", "a whole address")]
    [InlineData("javascript:alert(1)", "a whole address")]
    [InlineData("http://hooks.example/alerts", "in the clear")]
    [InlineData("https://ada:secret@hooks.example/", "must not name a user")]
    [InlineData("https://127.0.0.1/", "private network")]
    [InlineData("https://[::1]/", "private network")]
    [InlineData("https://[::ffff:10.0.0.1]/", "private network")]
    [InlineData("https://10.1.2.3/", "private network")]
    [InlineData("https://169.254.169.254/latest/meta-data", "for themselves alone")]
    [InlineData("https://2130706433/", "private network")]
    public void What_must_not_be_reached_is_refused_with_the_reason(string target, string reason) =>
        Assert.Contains(reason, WebhookTarget.Problem(target, allowPrivate: false), StringComparison.Ordinal);

    [Theory]
    [InlineData("https://hooks.example/alerts?key=1", false)]
    [InlineData("https://8.8.8.8/", false)]
    [InlineData("http://127.0.0.1:9000/", true)]
    [InlineData("http://mattermost.internal/hooks/x", true)]
    public void Other_targets_are_taken(string target, bool allowPrivate) => Assert.Null(WebhookTarget.Problem(target, allowPrivate));

    [Fact]
    public void Addresses_where_clouds_keep_credentials_are_refused_whatever_is_allowed()
    {
        Assert.NotNull(WebhookTarget.Problem("http://169.254.169.254/", allowPrivate: true));
        Assert.NotNull(WebhookTarget.Problem(IPAddress.Parse("fe80::1"), allowPrivate: true));
        Assert.NotNull(WebhookTarget.Problem(IPAddress.Any, allowPrivate: true));
    }

    [Theory]
    [InlineData("< 10", "<", 10)]
    [InlineData(" ≥ 1,500", ">=", 1500)]
    [InlineData(">2.5 %", ">", 0.025)]
    [InlineData("<= -3e2", "<=", -300)]
    public void Conditions_are_read_as_people_write_them(string text, string sign, double bound) =>
        Assert.Equal(new AlertCondition(sign, bound), AlertCondition.Parse(text).Condition);

    [Theory]
    [InlineData("10")]
    [InlineData("< ten")]
    [InlineData("= 3")]
    [InlineData("> NaN")]
    public void What_cannot_be_read_says_how_to_write_it(string text) =>
        Assert.Contains("write <, <=, > or >= and a number", AlertCondition.Parse(text).Problem, StringComparison.Ordinal);
}
