using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LeadMetrics.Tests.Support;

/// <summary>A wire between a service and its server, on this machine, that a test can cut and mend.</summary>
public sealed class CuttableWire : IDisposable
{
    private readonly string _host;
    private readonly int _port;
    private readonly ConcurrentBag<TcpClient> _open = [];
    private TcpListener? _listener;

    /// <param name="host">The server.</param>
    /// <param name="port">Its port.</param>
    public CuttableWire(string host, int port)
    {
        (_host, _port) = (host, port);
        Listen(0);
    }

    /// <summary>Where the wire begins, on 127.0.0.1.</summary>
    public int Port { get; private set; }

    /// <summary>Ends every connection, and refuses new ones.</summary>
    public void Cut()
    {
        _listener!.Stop();
        while (_open.TryTake(out var one))
        {
            one.Dispose();
        }
    }

    /// <summary>Takes connections again.</summary>
    public void Mend() => Listen(Port);

    public void Dispose()
    {
        Cut();
        _listener?.Dispose();
    }

    private void Listen(int port)
    {
        _listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = false };
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync(_listener);
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var near = await listener.AcceptTcpClientAsync();
                var far = new TcpClient();
                _open.Add(near);
                _open.Add(far);
                await far.ConnectAsync(_host, _port);
                _ = PumpAsync(near, far);
                _ = PumpAsync(far, near);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
    }

    private static async Task PumpAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut, or one end hung up.
        }
        finally
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
