using System.Buffers.Binary;
using System.Net.Sockets;
using ChaosService.Proxies.Mqtt.Packets;
using ChaosService.Proxies.Tcp;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Proxies.Mqtt;

/// <summary>
/// Answers in place of a broker, so that each direction can be measured on its own: it writes down which numbered messages arrived. A
/// message of QoS 2, which no fault is done to, is a question: it delivers as many messages as that says, and then tells what it wrote
/// down, in a message of QoS 2.
/// </summary>
internal sealed class ProbeBroker(TimeProvider time)
{
    /// <summary>CONNACK: accepted, without a session (3.2).</summary>
    private static readonly byte[] Accepted = [0x20, 2, 0, 0];

    private readonly List<ProbeArrival> _arrived = [];

    public async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var (near, far) = await SocketPair.NewAsync(cancellationToken);
        _ = AnswerAsync(far);
        return near;
    }

    /// <summary>Asks for messages, and for what arrived.</summary>
    public static byte[] Question(string topic, int messages)
    {
        var asked = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(asked, messages);
        return NewPacket.Publish(topic, asked, qos: 2);
    }

    /// <summary>Ends with the near end, which the proxy always disposes.</summary>
    private async Task AnswerAsync(Socket far)
    {
        using (far)
        {
            far.NoDelay = true;
            var reader = new PacketReader(far);
            try
            {
                while (await reader.ReadAsync(CancellationToken.None) is { } packet)
                    foreach (var answer in AnswersTo(packet))
                        await far.SendAllAsync(answer, CancellationToken.None);
            }
            catch (SocketException)
            {
                // Nobody is there any more.
            }
        }
    }

    private IEnumerable<byte[]> AnswersTo(MqttPacket packet)
    {
        if (packet.Type == MqttPacket.ConnectType) return [Accepted];
        if (packet.Topic is not { } topic) return [];
        if (packet.Qos == 2) return Told(topic, BinaryPrimitives.ReadInt32BigEndian(packet.Payload.Span));
        _arrived.Add(ProbeArrival.Of(packet, time));
        return [];
    }

    private IEnumerable<byte[]> Told(string topic, int messages)
    {
        for (var number = 1; number <= messages; number++)
            yield return NewPacket.Publish(topic, ProbeArrival.Numbered(number, time), qos: 0);
        yield return NewPacket.Publish(topic, ProbeArrival.Write(_arrived), qos: 2);
    }
}
