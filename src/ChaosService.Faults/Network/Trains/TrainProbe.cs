using System.Buffers.Binary;
using System.Security.Cryptography;
using ChaosService.Faults.Network.Namespaces;

namespace ChaosService.Faults.Network.Trains;

/// <summary>Sends packet trains one way over links and observes what arrives, from sockets in both networks.</summary>
internal sealed class TrainProbe(TimeProvider time)
{
    private const int IdBytes = 8;
    private const int HeaderBytes = IdBytes + 4;

    /// <summary>A train takes this long at the most, whatever comes.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    /// <summary>Null: a node went away.</summary>
    public async Task<TrainReport?> RunAsync(DirectedLink link, TrainPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            using var sender = await OpenAsync(link.FromPid, link);
            using var receiver = await OpenAsync(link.ToPid, link);
            return await Task.Factory.StartNew(
                () => Run(sender, receiver, link, plan, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
        }
        catch (Exception e) when (e is IOException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static Task<TrainSocket> OpenAsync(int pid, DirectedLink link)
    {
        TrainSocket Open() => new(link.Address.AddressFamily);
        return pid == 0 ? Task.FromResult(Open()) : NetworkNamespace.RunAsync(pid, Open);
    }

    private TrainReport Run(
        TrainSocket sender, TrainSocket receiver, DirectedLink link, TrainPlan plan, CancellationToken cancellationToken)
    {
        var (packet, buffer, arrivals) = (NewPacket(plan.PayloadBytes), new byte[64 << 10], new List<Arrival>());
        var (start, sent, whole) = (time.GetTimestamp(), 0, new HashSet<int>());
        var (last, sentWithin) = (TimeSpan.Zero, TimeSpan.Zero);
        while (time.GetElapsedTime(start) is var now && now < Longest)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (sent < plan.Packets && now >= sent / TrainPlan.Burst * plan.Pause)
            {
                for (var i = 0; i < TrainPlan.Burst && sent < plan.Packets; i++) Send(sender, packet, sent++, link);
                last = sentWithin = time.GetElapsedTime(start);
            }
            receiver.Wait(TimeSpan.FromMilliseconds(1));
            while (receiver.Receive(buffer) is { Length: > 0 } content)
            {
                last = time.GetElapsedTime(start);
                if (Read(content, packet) is not { } number || number < 0 || number >= plan.Packets) continue;
                var intact = content[HeaderBytes..].SequenceEqual(packet.AsSpan(HeaderBytes));
                arrivals.Add(new(number, intact, last));
                if (intact) whole.Add(number);
            }
            if (sent < plan.Packets) continue;
            if ((whole.Count == plan.Packets && !plan.Copies) || time.GetElapsedTime(start) - last > plan.Patience) break;
        }
        return new(plan, arrivals, sentWithin);
    }

    /// <summary>
    /// An id that distinguishes it from the packets of other trains, a place for its number, and something to be damaged.
    /// </summary>
    private static byte[] NewPacket(int bytes) => RandomNumberGenerator.GetBytes(Math.Max(bytes, HeaderBytes + 1));

    private static void Send(TrainSocket sender, byte[] packet, int number, DirectedLink link)
    {
        BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(IdBytes), number);
        sender.Send(packet, link.Address);
    }

    /// <summary>Null: of another train, or damaged beyond recognition.</summary>
    private static int? Read(ReadOnlySpan<byte> content, byte[] packet)
    {
        if (content.Length != packet.Length || !content[..IdBytes].SequenceEqual(packet.AsSpan(0, IdBytes))) return null;
        var number = BinaryPrimitives.ReadInt32BigEndian(content[IdBytes..]);
        return number;
    }
}
