namespace Platform.Ml.Alerting;

/// <summary>The settings <c>Alerts:*</c>.</summary>
public sealed class AlertOptions
{
    /// <summary>Whether webhooks may lead to this machine and private networks, also without TLS. Whoever may define channels reaches them then.</summary>
    public bool AllowPrivateTargets { get; set; }

    /// <summary>The server that takes mail.</summary>
    public MailOptions Mail { get; set; } = new();
}
