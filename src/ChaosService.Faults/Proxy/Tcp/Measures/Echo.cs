using System.Net.Sockets;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Faults.Proxy.Tcp.Measures;

/// <summary>What came back of what was sent.</summary>
/// <param name="Data">Up to where the connection ended or the time was over.</param>
/// <param name="Pieces">In how many reads.</param>
/// <param name="Took">From the first byte sent to the last that came back, or to the end of the connection.</param>
internal sealed record Echo(byte[] Data, int Pieces, TimeSpan Took, EchoEnd End)
{
    /// <summary>Sends everything in one go and reads until as much is back, the connection ends or the time is over.</summary>
    public static async Task<Echo> OfAsync(
        Socket socket, byte[] sent, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var (data, count, pieces, end, start) = (new byte[sent.Length], 0, 0, EchoEnd.Whole, time.GetTimestamp());
        var sending = SendAsync(socket, sent, either.Token);
        try
        {
            while (count < sent.Length && end == EchoEnd.Whole)
            {
                var read = await socket.ReceiveAsync(data.AsMemory(count), SocketFlags.None, either.Token);
                if (read == 0) end = EchoEnd.Closed;
                else pieces++;
                count += read;
            }
        }
        catch (SocketException)
        {
            end = EchoEnd.Reset;
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            end = EchoEnd.Silent;
        }
        var took = time.GetElapsedTime(start);
        await either.CancelAsync();
        // The kernel tells of a reset once: to the sender, and the reader is told of an end.
        if (!await sending && end == EchoEnd.Closed) end = EchoEnd.Reset;
        return new(data[..count], pieces, took, end);
    }

    /// <summary>False: the connection was reset.</summary>
    private static async Task<bool> SendAsync(Socket socket, byte[] data, CancellationToken stop)
    {
        try
        {
            await socket.SendAllAsync(data, stop);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }
}

internal enum EchoEnd
{
    /// <summary>Everything came back.</summary>
    Whole,

    Closed,

    Reset,

    /// <summary>The connection stands, and nothing more came in time.</summary>
    Silent,
}
