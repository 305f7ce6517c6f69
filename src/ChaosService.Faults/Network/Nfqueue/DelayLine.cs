namespace ChaosService.Faults.Network.Nfqueue;

/// <summary>
/// Holds the packets of one node's queues up, on one thread that sleeps in the kernel until a packet comes or is due. When this process
/// dies the kernel lets what comes then pass.
/// </summary>
internal sealed class DelayLine : IDisposable
{
    /// <summary>How soon the thread notices that it shall end.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(20);

    private readonly QueueSocket _socket;
    private readonly IReadOnlyList<DelayQueue> _queues;
    private readonly Dictionary<ushort, uint> _unsent = [];
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Thread _thread;
    private volatile bool _ending;

    /// <param name="socket">Opened inside the node's network; the line closes it.</param>
    public DelayLine(QueueSocket socket, IReadOnlyList<DelayQueue> queues, TimeProvider time)
    {
        (_socket, _queues, _time, _start) = (socket, queues, time, time.GetTimestamp());
        _thread = new Thread(Run) { IsBackground = true, Name = "delay line", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    public IReadOnlyList<DelayQueue> Queues => _queues;

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
                _queues.FirstOrDefault(q => q.Number == e.Queue)?.Admit(e.Packet, Now);
    }

    /// <summary>A verdict holds for all packets before it as well, so one that could not be sent waits for the next turn.</summary>
    private void Release(long now)
    {
        foreach (var queue in _queues)
        {
            if (queue.Release(now) is { } last) _unsent[queue.Number] = last;
            if (_unsent.TryGetValue(queue.Number, out var packet) && _socket.TrySend(QueueMessages.AcceptUpTo(queue.Number, packet)))
                _unsent.Remove(queue.Number);
        }
    }
}
