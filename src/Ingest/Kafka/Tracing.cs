using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using Platform.Contracts;

namespace Platform.Ingest.Kafka;

/// <summary>Carries a trace through the topic: W3C's <c>traceparent</c> as a header.</summary>
internal static class Tracing
{
    public const string Header = "traceparent";
    private const int MostLinks = 32;

    /// <summary>The span of storing what several messages brought: it continues the first one's trace and is linked to the others'.</summary>
    public static Activity? StartAppend(IEnumerable<Message<string, byte[]>> messages)
    {
        if (!Instruments.Collecting.HasListeners())
            return null;
        var callers = messages.Select(Context).Where(caller => caller != default).Take(MostLinks).ToList();
        return Instruments.Collecting.StartActivity(
            "append", ActivityKind.Consumer, callers.FirstOrDefault(), links: callers.Skip(1).Select(caller => new ActivityLink(caller)));
    }

    private static ActivityContext Context(Message<string, byte[]> message) =>
        message.Headers is { } headers && headers.TryGetLastBytes(Header, out var bytes) && bytes is not null
        && ActivityContext.TryParse(Encoding.ASCII.GetString(bytes), null, isRemote: true, out var context)
            ? context
            : default;
}
