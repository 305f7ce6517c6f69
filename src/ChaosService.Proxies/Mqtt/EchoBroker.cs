using System.Net.Sockets;
using ChaosService.Proxies.Mqtt.Packets;
using ChaosService.Proxies.Tcp;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Proxies.Mqtt;

/// <summary>Answers in place of a broker: takes every connection, and delivers each message of QoS 0 to whoever sent it.</summary>
internal static class EchoBroker
{
    private const int ConnectType = 1;

    /// <summary>CONNACK: accepted, without a session (3.2).</summary>
    private static readonly byte[] Accepted = [0x20, 2, 0, 0];

    public static async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var (near, far) = await SocketPair.NewAsync(cancellationToken);
        _ = AnswerAsync(far);
        return near;
    }

    /// <summary>Ends with the near end, which the proxy always disposes.</summary>
    private static async Task AnswerAsync(Socket far)
    {
        using (far)
        {
            far.NoDelay = true;
            var reader = new PacketReader(far);
            try
            {
                while (await reader.ReadAsync(CancellationToken.None) is { } packet)
                {
                    if (packet.Type == ConnectType) await far.SendAllAsync(Accepted, CancellationToken.None);
                    else if (packet.IsMessage) await far.SendAllAsync(packet.Bytes, CancellationToken.None);
                }
            }
            catch (SocketException)
            {
                // Nobody is there any more.
            }
        }
    }
}
