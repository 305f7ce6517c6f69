using System.Net.Sockets;
using ChaosService.Model.Randomness;
using ChaosService.Proxies.Tcp.Lanes;
using ChaosService.Proxies.Tcp.Toxics;

namespace ChaosService.Proxies.Tcp;

/// <param name="toxic">Null: traffic is passed on unchanged.</param>
/// <param name="inward">Whether it applies to what clients send.</param>
/// <param name="outward">Whether it applies to what the server answers.</param>
internal sealed class TcpProxy(Toxic? toxic, bool inward, bool outward, long seed, TimeProvider time) : IProxy
{
    private long _connections;
    private long _serversLost;

    /// <summary>Passes everything on unchanged.</summary>
    public static TcpProxy Plain(TimeProvider time) => new(toxic: null, inward: false, outward: false, seed: 0, time);

    /// <summary>How often an echo found its connection gone while the client's stayed open.</summary>
    public long ServersLost => Volatile.Read(ref _serversLost);

    public async Task ServeAsync(Socket client, Dial? onward, CancellationToken stop)
    {
        var number = Interlocked.Increment(ref _connections);
        Dial dial = onward ?? EchoAsync;
        if (await dial.TryAsync(stop) is not { } server)
        {
            client.Reset();
            return;
        }
        (client.NoDelay, server.NoDelay) = (true, true);
        var (there, back) = (NewLane(inward, number, "in"), NewLane(outward, number, "out"));
        await new Splice(client, server, there, back, toxic?.Ending, time).RunAsync(stop);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The effect on the n-th connection depends only on the seed, whatever other connections do meanwhile.</summary>
    private Lane NewLane(bool isFor, long number, string way) =>
        isFor && toxic is not null ? toxic.NewLane(SeededRandom.Derive(seed, $"{number}/{way}"), time) : new PlainLane();

    private async Task<Socket> EchoAsync(CancellationToken cancellationToken)
    {
        var (near, far) = await SocketPair.NewAsync(cancellationToken);
        _ = AnswerAsync(far);
        return near;
    }

    /// <summary>Ends with the near end, which the splice always disposes.</summary>
    private async Task AnswerAsync(Socket far)
    {
        using (far)
        {
            far.NoDelay = true;
            try
            {
                if (await new PlainLane().RunAsync(far, far, CancellationToken.None) == LaneEnd.Said) far.EndSending();
            }
            catch (SocketException)
            {
                Interlocked.Increment(ref _serversLost);
            }
        }
    }
}
