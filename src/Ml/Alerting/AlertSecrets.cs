using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Platform.Ml.Alerting;

/// <summary>What only the sender may read of a channel.</summary>
/// <param name="Target">Where it leads.</param>
/// <param name="Signing">What requests are signed with: base64, without its prefix; null where nothing is signed.</param>
internal sealed record ChannelSecret(string Target, string? Signing);

/// <summary>Keeps secrets of channels by the installation's keys: neither the API nor a copy of the database tells them.</summary>
public sealed class AlertSecrets(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("alert channels");

    internal string Protect(ChannelSecret secret) => _protector.Protect(JsonSerializer.Serialize(secret));

    /// <summary>The secret; null where the installation's keys are others by now.</summary>
    internal ChannelSecret? Read(string secret)
    {
        try
        {
            return JsonSerializer.Deserialize<ChannelSecret>(_protector.Unprotect(secret));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
