using System.Net.Sockets;
using ChaosService.Proxies.Mqtt;
using ChaosService.Proxies.Mqtt.Packets;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Faults.Proxy.Mqtt;

/// <summary>What arrived of numbered messages, in the order in which it did.</summary>
/// <param name="Published">By us, at the proxy's own broker.</param>
/// <param name="Delivered">By that broker, here.</param>
internal sealed record MqttArrivals(IReadOnlyList<ProbeArrival> Published, IReadOnlyList<ProbeArrival> Delivered)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns when what is awaited arrived, or the time is over. Null: the connection ended, or nobody answered.</summary>
    /// <param name="messages">How many are sent on each way that the fault is for.</param>
    /// <param name="awaited">How many must arrive on each.</param>
    public static async Task<MqttArrivals?> OfAsync(
        Socket socket, MqttFault fault, int messages, int awaited, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var (topic, reader, delivered) = (TopicFilter.Example(fault.Topic), new PacketReader(socket), new List<ProbeArrival>());
        MqttArrivals? arrived = null;
        bool HasAll(MqttArrivals a) =>
            (!fault.Published || a.Published.Count >= awaited) && (!fault.Delivered || delivered.Count >= awaited);
        try
        {
            await socket.SendAllAsync(NewPacket.Connect(MqttQuestion.NewClientId()), either.Token);
            for (var number = 1; fault.Published && number <= messages; number++)
                await socket.SendAllAsync(NewPacket.Publish(topic, ProbeArrival.Numbered(number, time), qos: 0), either.Token);
            await socket.SendAllAsync(ProbeBroker.Question(topic, fault.Delivered ? messages : 0), either.Token);
            while (await reader.ReadAsync(either.Token) is { } packet)
            {
                if (packet is { IsMessage: true, Qos: 0 }) delivered.Add(ProbeArrival.Of(packet, time));
                if (packet is not { IsMessage: true, Qos: 2 }) continue;
                arrived = new(ProbeArrival.Read(packet.Payload), delivered);
                if (HasAll(arrived)) return arrived;
                await Task.Delay(Pause, time, either.Token);
                await socket.SendAllAsync(ProbeBroker.Question(topic, 0), either.Token);
            }
            return null;
        }
        catch (SocketException)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return arrived;
        }
    }
}
