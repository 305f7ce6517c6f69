using System.Buffers.Binary;
using ChaosService.Faults.Network.Nfqueue;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Randomness;
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

    [Fact]
    public void Verdict_lets_all_pass_up_to_the_packet() => Assert.Equal(
        "20000000" + "0303" + "0100" + "00000000" + "00000000" + "00000007" + "0C000200" + "00000001" + "0001E240",
        Convert.ToHexString(QueueMessages.AcceptUpTo(7, 123456)));

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
                var queue = new DelayQueue(0, new Shape(TimeSpan.FromTicks(1000), TimeSpan.FromTicks(400)), new SeededRandom(seed));
                var now = 0L;
                var admitted = new List<long>();
                foreach (var gap in gaps)
                {
                    queue.Admit((uint)admitted.Count, now += gap % 300);
                    admitted.Add(now);
                }
                for (var released = -1L; queue.NextDue is { } due;)
                {
                    Assert.Null(queue.Release(due - 1));
                    var last = queue.Release(due)!.Value;
                    Assert.True(last > released);
                    Assert.InRange(due, admitted[(int)released + 1] + 600, admitted[(int)last] + 1700);
                    released = last;
                }
            }).QuickCheckThrowOnFailure();
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

    private static long[] FirstDues(DelayQueue queue) => [.. Enumerable.Range(1, 10).Select(i =>
    {
        queue.Admit((uint)i, 0);
        var due = queue.NextDue!.Value;
        queue.Release(long.MaxValue);
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
