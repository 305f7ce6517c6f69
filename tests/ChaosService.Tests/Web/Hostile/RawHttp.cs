using System.Net;
using System.Net.Sockets;
using System.Text;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Web.Hostile;

/// <summary>Sends bytes as they are, which no HTTP library would, and reads what comes back.</summary>
internal static class RawHttp
{
    /// <param name="from">Any address of 127.0.0.0/8: limits count by address.</param>
    public static async Task<Socket> ConnectAsync(int port, IPAddress? from = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(from ?? IPAddress.Loopback, 0));
        await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        return socket;
    }

    /// <summary>The request must ask for the connection's end: what comes until then is the answer.</summary>
    public static async Task<RawResponse> SendAsync(int port, byte[] request, IPAddress? from = null)
    {
        using var socket = await ConnectAsync(port, from);
        return RawResponse.Parse(await ExchangeAsync(socket, request));
    }

    public static async Task<byte[]> ExchangeAsync(Socket socket, byte[] request)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Wait.Limit);
        try
        {
            for (var sent = 0; sent < request.Length;) sent += await socket.SendAsync(request.AsMemory(sent), limit.Token);
        }
        catch (SocketException)
        {
            // Refused before all of it was sent: the answer may still be there.
        }
        return await ReadToEndAsync(socket, limit.Token);
    }

    public static async Task<byte[]> ReadToEndAsync(Socket socket, CancellationToken stop)
    {
        using var received = new MemoryStream();
        var buffer = new byte[16 << 10];
        try
        {
            while (!IsEndless(received) && await socket.ReceiveAsync(buffer, stop) is > 0 and var count) received.Write(buffer, 0, count);
        }
        catch (SocketException)
        {
            // The server closed while we were still sending.
        }
        return received.ToArray();
    }

    /// <summary>A stream of events has no end: its head is the answer.</summary>
    private static bool IsEndless(MemoryStream received) =>
        received.Length is > 0 and < 4096 && Encoding.Latin1.GetString(received.GetBuffer(), 0, (int)received.Length)
            .Contains("text/event-stream", StringComparison.Ordinal);
}

/// <summary>One answer.</summary>
/// <param name="Status">0: the connection was closed without a word.</param>
/// <param name="Headers">By name in lower case; of a name that stands twice, the last.</param>
internal sealed record RawResponse(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string? MediaType => Headers.GetValueOrDefault("content-type")?.Split(';')[0];

    public static RawResponse Parse(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        while (text.StartsWith("HTTP/1.1 100", StringComparison.Ordinal))
            text = text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) return new RawResponse(0, new Dictionary<string, string>(), text);
        var lines = text[..end].Split("\r\n");
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines.Skip(1)) headers[line.Split(':')[0].ToLowerInvariant()] = line[(line.IndexOf(':') + 1)..].Trim();
        var body = text[(end + 4)..];
        return new RawResponse(
            int.Parse(lines[0].Split(' ')[1]), headers, headers.GetValueOrDefault("transfer-encoding") == "chunked" ? Unchunk(body) : body);
    }

    private static string Unchunk(string body)
    {
        var (bytes, result, at) = (Encoding.UTF8.GetBytes(body), new MemoryStream(), 0);
        while (at < bytes.Length)
        {
            var line = bytes.AsSpan(at).IndexOf("\r\n"u8);
            if (line <= 0) break;
            var length = Convert.ToInt32(Encoding.ASCII.GetString(bytes, at, line), 16);
            if (length == 0) break;
            result.Write(bytes, at + line + 2, Math.Min(length, bytes.Length - at - line - 2));
            at += line + 2 + length + 2;
        }
        return Encoding.UTF8.GetString(result.ToArray());
    }
}
