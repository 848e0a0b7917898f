using System.Net;
using System.Net.Sockets;

namespace Platform.Ml.Alerting;

/// <summary>Which addresses webhooks may lead to.</summary>
internal static class WebhookTarget
{
    /// <summary>What is wrong with an address as it is written; null when nothing is.</summary>
    public static string? Problem(string target, bool allowPrivate)
    {
        if (!Uri.TryCreate(target.Trim(), UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            return "The target must be a whole address, such as https://hooks.example/alerts.";
        if (uri.Scheme == Uri.UriSchemeHttp && !allowPrivate)
            return "The target must begin with https://: what is sent in the clear can be read and changed on its way. Alerts:AllowPrivateTargets allows http:// as well.";
        if (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)
            return $"The target begins with '{uri.Scheme}:'; it must begin with https://.";
        if (uri.UserInfo.Length > 0)
            return "The target must not name a user: requests are signed instead.";
        return IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) ? Problem(address, allowPrivate) : null;
    }

    /// <summary>What is wrong with the address that a name stands for; null when nothing is.</summary>
    public static string? Problem(IPAddress address, bool allowPrivate)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IsNever(address))
            return $"The target leads to {address}, where machines keep what is for themselves alone; it must lead elsewhere.";
        return IsPrivate(address) && !allowPrivate
            ? $"The target leads to {address}, which is this machine or a private network; set Alerts:AllowPrivateTargets to allow that."
            : null;
    }

    // Link-local addresses are where clouds hand out credentials.
    private static bool IsNever(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? address.GetAddressBytes() is [0, ..] or [169, 254, ..] or [>= 224, ..]
        : address.IsIPv6LinkLocal || address.IsIPv6Multicast || address.Equals(IPAddress.IPv6Any);

    private static bool IsPrivate(IPAddress address) => IPAddress.IsLoopback(address) || (address.AddressFamily == AddressFamily.InterNetwork
        ? address.GetAddressBytes() is [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] or [100, >= 64 and <= 127, ..]
        : address.IsIPv6UniqueLocal || address.IsIPv6SiteLocal);
}
