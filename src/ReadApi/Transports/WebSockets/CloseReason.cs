using System.Text;

namespace Platform.ReadApi.Transports.WebSockets;

/// <summary>Why a socket is closed: a code of graphql-transport-ws (4xxx) or of WebSockets, and words.</summary>
public sealed record CloseReason(int Code, string Words)
{
    private const int MostBytes = 123;

    /// <summary>The host stops.</summary>
    public static readonly CloseReason GoingAway = new(1001, "The server is shutting down");

    /// <summary>A message larger than the limit.</summary>
    public static readonly CloseReason TooBig = new(1009, "Message too big");

    /// <summary>What waits for the peer grows.</summary>
    public static readonly CloseReason TooSlow = new(1013, "The client reads too slowly");

    /// <summary>An operation before connection_ack.</summary>
    public static readonly CloseReason Unauthorized = new(4401, "Unauthorized");

    /// <summary>The log-in is not, or no longer, good.</summary>
    public static readonly CloseReason Forbidden = new(4403, "Forbidden");

    /// <summary>The client does not speak graphql-transport-ws.</summary>
    public static readonly CloseReason Subprotocol = new(4406, "Subprotocol not acceptable");

    /// <summary>No connection_init in time.</summary>
    public static readonly CloseReason InitTimeout = new(4408, "Connection initialisation timeout");

    /// <summary>A second connection_init.</summary>
    public static readonly CloseReason InitTwice = new(4429, "Too many initialisation requests");

    /// <summary>Our fault.</summary>
    public static readonly CloseReason Internal = new(4500, "Internal server error");

    /// <summary>An id that is in use.</summary>
    public static CloseReason Exists(string id) => new(4409, Cut($"Subscriber for {id} already exists"));

    /// <summary>A message against the protocol.</summary>
    public static CloseReason Invalid(string what) => new(4400, Cut("Invalid message: " + what));

    private static string Cut(string words)
    {
        while (Encoding.UTF8.GetByteCount(words) > MostBytes)
            words = words[..^8];
        return words;
    }
}

/// <summary>A message that ends the connection.</summary>
internal sealed class ProtocolViolation(CloseReason reason) : Exception(reason.Words)
{
    public CloseReason Reason { get; } = reason;
}
