using System.Text.Json;
using Platform.Projections.Funnels;
using Platform.Projections.Questions;

namespace Platform.Tests.Unit.Questions;

public class QuestionJsonTests
{
    private const string Saved = """
        {"range":{"from":"2026-10-01T00:00:00+00:00","to":"2026-11-01T00:00:00+00:00"},"steps":[{"match":{"name":"page_viewed","filters":[{"property":"page","operator":"NOT_CONTAINS","values":["/a"]}],"label":"A page"},"optional":false}],"window":"P7D","order":"UNORDERED","unit":"PERSON","counting":"EVERY_ATTEMPT","exclusions":[{"match":{"name":"*","filters":[]},"afterStep":1,"beforeStep":2}],"filters":[],"segment":{"match":[{"did":{"name":"b","filters":[]},"within":"PT30M","atLeast":2}],"all":false},"breakdown":"country","attribution":"LAST_TOUCH","topK":10}
        """;

    [Fact]
    public void A_saved_question_is_what_GraphQL_takes_and_reads_back_the_same() =>
        Assert.Equal(Saved.Trim(), QuestionJson.Write(QuestionJson.Read<FunnelInput>(JsonElement.Parse(Saved))).GetRawText().Replace("\\u002B", "+", StringComparison.Ordinal));

    [Theory]
    [InlineData("""{"window":"tomorrow"}""")]
    [InlineData("""{"order":"SIDEWAYS"}""")]
    [InlineData("[]")]
    public void What_is_no_question_is_said_to_be_none(string json) =>
        Assert.Contains("cannot be read", Assert.Throws<InvalidQuestionException>(() => QuestionJson.Read<FunnelInput>(JsonElement.Parse(json))).Message, StringComparison.Ordinal);
}
