using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace LeadMetrics.Tests.Support;

/// <summary>Speaks HTTP/1.1 byte by byte, as no well-behaved client would, over one connection that is opened anew once it was closed.</summary>
/// <param name="address">The service.</param>
/// <param name="from">The address that it comes from.</param>
/// <param name="receiveBuffer">What the system may take for it, in bytes; 0 as it likes.</param>
public sealed class RawClient(Uri address, IPAddress? from = null, int receiveBuffer = 0) : IDisposable
{
    private Socket? _socket;
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;

    public void Dispose() => Close();

    /// <summary>The head of a request; it ends with an empty line.</summary>
    public static byte[] Head(string method, string target, params string[] headers) =>
        Encoding.Latin1.GetBytes($"{method} {target} HTTP/1.1\r\nHost: localhost\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n");

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        if (_socket is null)
        {
            _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            if (receiveBuffer > 0)
            {
                _socket.ReceiveBufferSize = receiveBuffer;
            }

            if (from is not null)
            {
                _socket.Bind(new IPEndPoint(from, 0));
            }

            await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port), cancel);
        }

        while (bytes.Length > 0)
        {
            bytes = bytes[await _socket.SendAsync(bytes, cancel)..];
        }
    }

    /// <summary>Reads one response.</summary>
    /// <exception cref="EndOfStreamException">The connection was closed instead.</exception>
    public async Task<RawResponse> ReceiveAsync(CancellationToken cancel, bool hasBody = true)
    {
        var lines = Encoding.Latin1.GetString(await UntilAsync("\r\n\r\n"u8.ToArray(), cancel)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }

        if (status == 100)
        {
            return await ReceiveAsync(cancel, hasBody);
        }

        var body = !hasBody || status is 204 or 304 ? []
            : headers.TryGetValue("Content-Length", out var length) ? await TakeAsync(int.Parse(length, CultureInfo.InvariantCulture), cancel)
            : headers.ContainsKey("Transfer-Encoding") ? await ChunksAsync(cancel)
            : throw new InvalidDataException("A response has no length.");
        if (headers.GetValueOrDefault("Connection") == "close")
        {
            Close();
        }

        return new RawResponse(status, headers, body);
    }

    /// <summary>Waits until the service has closed the connection, whatever it still says.</summary>
    public async Task ClosedAsync(CancellationToken cancel)
    {
        try
        {
            while (await _socket!.ReceiveAsync(_buffer, cancel) > 0)
            {
                // It may have a last word.
            }
        }
        catch (SocketException)
        {
            // Reset: closed as well.
        }

        Close();
    }

    /// <summary>Closes the connection, as one whose network goes away does.</summary>
    public void Close()
    {
        _socket?.Dispose();
        _socket = null;
        (_start, _end) = (0, 0);
    }

    private async Task<byte[]> ChunksAsync(CancellationToken cancel)
    {
        var body = new ArrayBufferWriter<byte>();
        while (true)
        {
            var line = Encoding.Latin1.GetString(await UntilAsync("\r\n"u8.ToArray(), cancel));
            var length = int.Parse(line.AsSpan(0, line.Length - 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Write(await TakeAsync(length, cancel));
            await TakeAsync(2, cancel);
            if (length == 0)
            {
                return body.WrittenSpan.ToArray();
            }
        }
    }

    private async Task<byte[]> UntilAsync(byte[] end, CancellationToken cancel)
    {
        int at;
        while ((at = _buffer.AsSpan(_start, _end - _start).IndexOf(end)) < 0)
        {
            await FillAsync(cancel);
        }

        return await TakeAsync(at + end.Length, cancel);
    }

    private async Task<byte[]> TakeAsync(int count, CancellationToken cancel)
    {
        while (_end - _start < count)
        {
            await FillAsync(cancel);
        }

        _start += count;
        return _buffer[(_start - count).._start];
    }

    private async Task FillAsync(CancellationToken cancel)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        var read = await _socket!.ReceiveAsync(_buffer.AsMemory(_end), cancel);
        if (read == 0)
        {
            throw new EndOfStreamException("The service closed the connection without a response.");
        }

        _end += read;
    }
}

/// <summary>A response as it came.</summary>
public sealed record RawResponse(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>The media type, without its parameters.</summary>
    public string? MediaType => Headers.GetValueOrDefault("Content-Type")?.Split(';')[0];
}
