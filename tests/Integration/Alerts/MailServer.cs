using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MimeKit;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Platform.Tests.Integration.Alerts;

/// <summary>A mail server that keeps what it takes.</summary>
public sealed class MailServer : MessageStore, IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private Task _running = Task.CompletedTask;
    private int _busy;

    public int Port { get; private init; }

    public ConcurrentQueue<MimeMessage> Taken { get; } = new();

    /// <summary>How many messages are refused before one is taken.</summary>
    public int Busy { get => _busy; set => _busy = value; }

    public static MailServer Start()
    {
        var server = new MailServer { Port = FreePort() };
        var services = new ServiceProvider();
        services.Add((IMessageStore)server);
        var options = new SmtpServerOptionsBuilder().ServerName("mail.example").Endpoint(new EndpointDefinitionBuilder().Endpoint(new IPEndPoint(IPAddress.Loopback, server.Port)).Build()).Build();
        server._running = new SmtpServer.SmtpServer(options, services).StartAsync(server._end.Token);
        return server;
    }

    public override async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        if (Interlocked.Decrement(ref _busy) >= 0)
            return new SmtpResponse(SmtpReplyCode.ServiceUnavailable, "Come back later");
        using var content = new MemoryStream(buffer.ToArray());
        Taken.Enqueue(await MimeMessage.LoadAsync(content, cancellationToken));
        return SmtpResponse.Ok;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
