using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ChaosService.Tests.Workloads.Etcd;

/// <summary>A member of a few lines.</summary>
internal static class EtcdMember
{
    /// <param name="answer">To the body of a request; null closes the connection without one.</param>
    public static async Task ServeAsync(TcpListener listener, Func<string, string?> answer, CancellationToken stop)
    {
        while (true)
        {
            using var socket = await listener.AcceptSocketAsync(stop);
            while (await RequestAsync(socket, stop) is { } request && answer(request) is { } body)
                await socket.SendAsync(
                    Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}"), stop);
        }
    }

    /// <summary>The body of the next request; null when there is none.</summary>
    private static async Task<string?> RequestAsync(Socket socket, CancellationToken stop)
    {
        var (text, buffer) = ("", new byte[4096]);
        while (BodyOf(text) is null)
        {
            var read = await socket.ReceiveAsync(buffer, stop);
            if (read == 0) return null;
            text += Encoding.ASCII.GetString(buffer, 0, read);
        }
        return BodyOf(text);
    }

    /// <summary>Null while it is not complete.</summary>
    private static string? BodyOf(string text)
    {
        if (text.Split("\r\n\r\n", 2) is not [var head, var body]) return null;
        var length = int.Parse(head.Split("Content-Length: ")[1].Split("\r\n")[0], CultureInfo.InvariantCulture);
        return body.Length < length ? null : body;
    }
}
