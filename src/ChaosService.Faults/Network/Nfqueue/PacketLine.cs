namespace ChaosService.Faults.Network.Nfqueue;

/// <summary>
/// Applies their shapes to the packets of one node's queues, on one thread that sleeps in the kernel until a packet comes or is due.
/// When this process dies, the kernel lets later packets pass.
/// </summary>
internal sealed class PacketLine : IDisposable
{
    /// <summary>How soon the thread notices that it must end.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(20);

    private readonly QueueSocket _socket;
    private readonly CopySocket? _copies;
    private readonly IReadOnlyList<PacketQueue> _queues;
    private readonly Queue<PacketAct> _acts = new();
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Thread _thread;
    private volatile bool _ending;

    /// <param name="socket">Opened inside the node's network; the line closes it.</param>
    /// <param name="copies">As well; null: nothing is ever sent twice.</param>
    public PacketLine(QueueSocket socket, CopySocket? copies, IReadOnlyList<PacketQueue> queues, TimeProvider time)
    {
        (_socket, _copies, _queues, _time, _start) = (socket, copies, queues, time, time.GetTimestamp());
        _thread = new Thread(Run) { IsBackground = true, Name = "packet line", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    public IReadOnlyList<PacketQueue> Queues => _queues;

    private long Now => _time.GetElapsedTime(_start).Ticks;

    /// <summary>Lets everything that waits pass, then ends. What the kernel still has for a closed queue would be dropped.</summary>
    public void Dispose()
    {
        _ending = true;
        _thread.Join();
    }

    private void Run()
    {
        var buffer = new byte[256 << 10];
        using (_socket)
        using (_copies)
        {
            while (!_ending)
            {
                _socket.Wait(Sleep());
                Admit(buffer);
                Release(Now);
            }
            Admit(buffer);
            Release(long.MaxValue);
        }
    }

    private TimeSpan Sleep()
    {
        var next = _queues.Min(q => q.NextDue);
        var sleep = next is { } due ? TimeSpan.FromTicks(Math.Max(0, due - Now)) : LongestSleep;
        return sleep < LongestSleep ? sleep : LongestSleep;
    }

    private void Admit(byte[] buffer)
    {
        while (_socket.Receive(buffer) is { } events)
            foreach (var e in events.Where(e => e.IsPacket))
                _queues.FirstOrDefault(q => q.Number == e.Queue)?.Admit(e.Packet, e.Content, Now, _acts);
    }

    /// <summary>A verdict that could not be sent waits for the next turn, and those behind it as well.</summary>
    private void Release(long now)
    {
        foreach (var queue in _queues) queue.Release(now, _acts);
        while (_acts.TryPeek(out var act) && Do(act)) _acts.Dequeue();
    }

    private bool Do(PacketAct act)
    {
        if (act.Kind != PacketActKind.Copy) return _socket.TrySend(QueueMessages.Verdict(act));
        _copies?.Send(act.Content!);
        return true;
    }
}
