using System.Net.Sockets;
using System.Security.Cryptography;
using ChaosService.Faults.Proxy.Choosing;
using ChaosService.Proxies.Mqtt.Packets;
using ChaosService.Proxies.Tcp.Lanes;

namespace ChaosService.Faults.Proxy.Mqtt;

/// <summary>Greets a broker and leaves. One that does not let us in speaks MQTT as well.</summary>
internal static class MqttQuestion
{
    /// <summary>With 13 characters before them, as many as every broker takes (3.1.3.1).</summary>
    private const int IdDigits = 10;

    /// <summary>A broker ends the connection of another client with the same id.</summary>
    public static string NewClientId() => $"chaosservice-{RandomNumberGenerator.GetHexString(IdDigits, lowercase: true)}";

    public static async Task<PortAnswer> AskAsync(Socket socket, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var reader = new PacketReader(socket);
        try
        {
            await socket.SendAllAsync(NewPacket.Connect(NewClientId()), either.Token);
            if (await reader.ReadAsync(either.Token) is not { } answer)
                return new(Speaks: false, IsSilent: false, reader.HasUnread ? "no packet of MQTT" : "closed");
            // Four bytes, and in version 5 more; the last of the four is the reason.
            if (answer is not { Type: MqttPacket.AcceptType, Bytes: { Length: >= 4 } bytes })
                return new(Speaks: false, IsSilent: false, "no packet of MQTT");
            if (bytes[3] == 0) await socket.SendAllAsync(NewPacket.Disconnect, either.Token);
            return new(Speaks: true, IsSilent: false, bytes[3] == 0 ? "welcome" : $"no admittance, for reason {bytes[3]}");
        }
        catch (SocketException)
        {
            return new(Speaks: false, IsSilent: false, "reset");
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new(Speaks: false, IsSilent: true, "silent");
        }
    }
}
