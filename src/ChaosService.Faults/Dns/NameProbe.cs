using System.Net;
using System.Net.Sockets;
using ChaosService.Faults.Dns.Messages;
using ChaosService.Faults.Dns.Relay;
using ChaosService.Faults.Network.Namespaces;

namespace ChaosService.Faults.Dns;

/// <summary>Asks for a name as a node does: from inside its network, its own resolver, over UDP.</summary>
internal sealed class NameProbe(TimeProvider time)
{
    private const ushort Id = 0xC4A1;

    /// <summary>Null: no answer within the limit, or the node went away.</summary>
    public async Task<DnsReply?> AskAsync(int pid, IPAddress resolver, DnsName name, ushort type, TimeSpan limit, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        try
        {
            using var socket = await NetworkNamespace.RunAsync(
                pid, () => new Socket(resolver.AddressFamily, SocketType.Dgram, ProtocolType.Udp));
            await socket.ConnectAsync(new IPEndPoint(resolver, Resolvers.Port), either.Token);
            await socket.SendAsync(DnsQuestion.Write(Id, name, type), either.Token);
            var buffer = new byte[4096];
            while (true)
            {
                var length = await socket.ReceiveAsync(buffer, either.Token);
                if (DnsReply.Read(buffer.AsSpan(0, length), Id) is { } reply) return reply;
            }
        }
        catch (Exception e) when (e is SocketException or IOException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
