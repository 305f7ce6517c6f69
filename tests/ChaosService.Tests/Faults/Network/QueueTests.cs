using System.Buffers.Binary;
using System.Numerics;
using ChaosService.Faults.Network.Nfqueue;
using ChaosService.Faults.Network.State;
using FsCheck;
using FsCheck.Fluent;

namespace ChaosService.Tests.Faults.Network;

public sealed class QueueTests
{
    [Fact]
    public void Bind_request_is_as_the_kernel_reads_it() => Assert.Equal(
        "1C000000" + "0203" + "0500" + "00000000" + "00000000" // 28 bytes, subsystem 3 config, request + acknowledge
        + "0000C4A0" // family, version, queue in network order
        + "08000100" + "01000000", // attribute 1: bind
        Convert.ToHexString(QueueMessages.Bind(0xC4A0)));

    [Theory]
    [InlineData(PacketActKind.PassUpTo, "0303", "00000001")]
    [InlineData(PacketActKind.Pass, "0103", "00000001")]
    [InlineData(PacketActKind.Drop, "0103", "00000000")]
    internal void Verdict_is_as_the_kernel_reads_it(PacketActKind kind, string message, string verdict) => Assert.Equal(
        "20000000" + message + "0100" + "00000000" + "00000000" + "00000007" + "0C000200" + verdict + "0001E240",
        Convert.ToHexString(QueueMessages.Verdict(new(kind, 7, 123456))));

    [Fact]
    public void Packet_that_is_replaced_goes_back_with_its_new_content() => Assert.EndsWith(
        "0C000200" + "00000001" + "00000002" + "07000A00" + "45ABCD" + "00",
        Convert.ToHexString(QueueMessages.Verdict(new(PacketActKind.Replace, 7, 2, [0x45, 0xAB, 0xCD]))));

    [Fact]
    public void Packets_and_answers_are_read_in_order()
    {
        byte[] datagram = [.. Packet(queue: 7, id: 1), .. Answer(error: 0), .. Packet(queue: 8, id: 2), .. Answer(error: 16)];
        Assert.Equal(
            [new QueueEvent(7, 1, 0, true), new QueueEvent(0, 0, 0, false), new QueueEvent(8, 2, 0, true), new QueueEvent(0, 0, 16, false)],
            QueueMessages.Read(datagram));
    }

    [Fact]
    public void Datagram_cut_anywhere_is_read_without_harm()
    {
        byte[] datagram = [.. Packet(queue: 7, id: 1), .. Packet(queue: 7, id: 2)];
        for (var length = 0; length <= datagram.Length; length++)
            Assert.True(QueueMessages.Read(datagram.AsSpan(0, length)).Count <= length / Packet(7, 1).Length);
    }

    [Fact]
    public void Packets_are_due_after_the_delay_and_never_before_the_one_in_front()
    {
        Prop.ForAll(
            ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<ushort[]>(),
            (seed, gaps) =>
            {
                var queue = new PacketQueue(0, new Shape(TimeSpan.FromTicks(1000), TimeSpan.FromTicks(400)), seed, "q");
                var (now, acts) = (0L, new Queue<PacketAct>());
                var admitted = new List<long>();
                foreach (var gap in gaps)
                {
                    queue.Admit((uint)admitted.Count, null, now += gap % 300, acts);
                    admitted.Add(now);
                }
                for (var released = -1L; queue.NextDue is { } due;)
                {
                    queue.Release(due - 1, acts);
                    Assert.Empty(acts);
                    queue.Release(due, acts);
                    var last = Assert.Single(acts);
                    acts.Clear();
                    Assert.Equal(PacketActKind.PassUpTo, last.Kind);
                    Assert.True(last.Packet > released);
                    Assert.InRange(due, admitted[(int)released + 1] + 600, admitted[(int)last.Packet] + 1700);
                    released = last.Packet;
                }
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Lost_packets_and_those_that_jump_get_their_verdict_at_once_and_the_rest_go_in_order()
    {
        var shape = new Shape(TimeSpan.FromTicks(1000)) { Loss = PacketLoss.Random(0.3), Reordering = new(0.3, 1) };
        var (queue, acts) = (new PacketQueue(3, shape, seed: 5, "q"), new Queue<PacketAct>());
        for (var i = 1u; i <= 1000; i++) queue.Admit(i, null, i, acts);
        var (lost, jumped) = (acts.Count(a => a.Kind == PacketActKind.Drop), acts.Count(a => a.Kind == PacketActKind.Pass));
        Assert.Equal(acts.Count, lost + jumped);
        Assert.InRange(lost, 240, 360);
        Assert.InRange(jumped, 150, 270);
        acts.Clear();
        queue.Release(long.MaxValue, acts);
        Assert.Equal(PacketActKind.PassUpTo, Assert.Single(acts).Kind);
    }

    [Fact]
    public void Damaged_packet_differs_in_one_bit_behind_its_header_and_is_let_go_by_itself()
    {
        byte[] packet = [0x45, .. new byte[19], .. new byte[30]];
        var (queue, acts) = (new PacketQueue(3, new Shape { Corrupted = 1, Duplicated = 1 }, seed: 5, "q"), new Queue<PacketAct>());
        queue.Admit(9, packet, now: 0, acts);
        queue.Release(0, acts);
        Assert.Equal([PacketActKind.Replace, PacketActKind.Copy], acts.Select(a => a.Kind));
        foreach (var act in acts)
        {
            Assert.Equal(packet[..20], act.Content![..20]);
            Assert.Equal(1, act.Content![20..].Sum(b => BitOperations.PopCount(b)));
        }
    }

    [Fact]
    public void Packets_leave_at_the_rate_and_are_dropped_where_they_would_wait_too_long()
    {
        // 986 bytes and the frame's 14 are 8000 bits: 8 ms at 1 Mbit/s.
        byte[] header = [0x45, 0, 986 >> 8, 986 & 255, .. new byte[36]];
        var shape = new Shape { Rate = new(1_000_000, TimeSpan.FromMilliseconds(20)) };
        var (queue, acts) = (new PacketQueue(3, shape, seed: 5, "q"), new Queue<PacketAct>());
        for (var i = 1u; i <= 10; i++) queue.Admit(i, header, now: 0, acts);
        Assert.Equal([4u, 5, 6, 7, 8, 9, 10], acts.Select(a => a.Packet));
        acts.Clear();
        queue.Release(TimeSpan.FromMilliseconds(7.9).Ticks, acts);
        Assert.Empty(acts);
        queue.Release(TimeSpan.FromMilliseconds(16).Ticks, acts);
        Assert.Equal(2u, Assert.Single(acts).Packet);
    }

    [Fact]
    public void Same_seed_gives_the_same_delays_whichever_numbers_the_queues_have()
    {
        Assert.Equal(Dues(seed: 1, firstQueue: 7), Dues(seed: 1, firstQueue: 23));
        Assert.NotEqual(Dues(seed: 1, firstQueue: 7), Dues(seed: 2, firstQueue: 7));
        var two = NfqueueShaper.QueuesOf(Jittered(1), 7).Select(FirstDues).ToArray();
        Assert.NotEqual(two[0], two[1]);
    }

    [Fact]
    public void Kernels_queues_are_read_by_number_with_what_they_took()
    {
        var read = QueueCounters.Parse(
            ["50336  12345     2 1    64     0     0       17  1", "50337   4242     0 1    64     0     0        0  1", ""]);
        Assert.Equal([(50336, 17L), (50337, 0L)], read.Select(r => (r.Key, r.Value)));
    }

    private static long[] Dues(long seed, int firstQueue) => FirstDues(NfqueueShaper.QueuesOf(Jittered(seed), firstQueue)[0]);

    private static long[] FirstDues(PacketQueue queue) => [.. Enumerable.Range(1, 10).Select(i =>
    {
        queue.Admit((uint)i, null, 0, []);
        var due = queue.NextDue!.Value;
        queue.Release(long.MaxValue, []);
        return due;
    })];

    private static NetworkState Jittered(long seed)
    {
        var shape = new Shape(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(10));
        ShapedPeers From(string address) => new([new(address, false)], shape);
        return NetworkState.Empty with { Arrivals = [From("10.0.0.1"), From("10.0.0.2")], Seed = seed };
    }

    private static byte[] Packet(ushort queue, uint id)
    {
        var message = new byte[36];
        message[0] = 36;
        message[5] = 3;
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(18), queue);
        (message[20], message[22]) = (11, 1);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(24), id);
        (message[32], message[34]) = (4, 9);
        return message;
    }

    private static byte[] Answer(int error)
    {
        var message = new byte[20];
        (message[0], message[4]) = (20, 2);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(16), -error);
        return message;
    }
}
