namespace Platform.Ml.Alerting;

/// <summary>How the connection to the mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>Begun in the clear, then TLS; refused where the server has none.</summary>
    StartTls,

    /// <summary>TLS from the beginning.</summary>
    Tls,

    /// <summary>In the clear: for a server on the same machine.</summary>
    None,
}

/// <summary>The settings <c>Alerts:Mail:*</c>: the server that takes mail.</summary>
public sealed class MailOptions
{
    /// <summary>Its name; empty sends no mail.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port.</summary>
    public int Port { get; set; } = 587;

    /// <summary>How the connection is protected.</summary>
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>Who logs in; empty for nobody.</summary>
    public string User { get; set; } = "";

    /// <summary>With which password.</summary>
    public string Password { get; set; } = "";

    /// <summary>The sender's address.</summary>
    public string From { get; set; } = "";
}
