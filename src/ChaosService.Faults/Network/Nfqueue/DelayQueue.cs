using ChaosService.Faults.Network.State;
using ChaosService.Model.Randomness;

namespace ChaosService.Faults.Network.Nfqueue;

/// <summary>
/// When each packet of one queue may go: its own delay, but never before the packet in front of it. Times in ticks of 100 ns.
/// </summary>
internal sealed class DelayQueue(ushort number, Shape shape, SeededRandom random)
{
    private readonly Queue<(uint Packet, long Due)> _waiting = new();
    private long _lastDue;

    public ushort Number => number;

    public Shape Shape => shape;

    public long? NextDue => _waiting.TryPeek(out var first) ? first.Due : null;

    public void Admit(uint packet, long now)
    {
        var jitter = (long)(shape.Jitter.Ticks * (2 * random.NextDouble() - 1));
        _lastDue = Math.Max(_lastDue, now + Math.Max(0, shape.Delay.Ticks + jitter));
        _waiting.Enqueue((packet, _lastDue));
    }

    /// <summary>The last packet that is due, with all before it; null when none is.</summary>
    public uint? Release(long now)
    {
        uint? last = null;
        while (_waiting.TryPeek(out var first) && first.Due <= now) last = _waiting.Dequeue().Packet;
        return last;
    }
}
