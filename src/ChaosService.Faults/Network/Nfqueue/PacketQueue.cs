using ChaosService.Faults.Network.State;
using ChaosService.Model.Randomness;

namespace ChaosService.Faults.Network.Nfqueue;

/// <summary>
/// What happens to each packet of one queue, and when. What waits goes in the order in which it came, so that one verdict can let many
/// pass; a packet that is lost or that jumps the queue gets its own at once. Times in ticks of 100 ns.
/// </summary>
/// <param name="label">With the seed: each sort of chance has numbers of its own, and one more changes nothing about the others.</param>
internal sealed class PacketQueue(ushort number, Shape shape, long seed, string label)
{
    private readonly Queue<Held> _waiting = new();
    private readonly SeededRandom _jitter = SeededRandom.Derive(seed, label);
    private readonly SeededRandom _copies = SeededRandom.Derive(seed, $"{label}/duplicate");
    private readonly SeededRandom _damage = SeededRandom.Derive(seed, $"{label}/corrupt");
    private readonly SeededRandom _jumps = SeededRandom.Derive(seed, $"{label}/reorder");
    private readonly LossModel _loss = new(shape.Loss, SeededRandom.Derive(seed, $"{label}/loss"));
    private long _lastDue;
    private int _sinceJump;

    public ushort Number => number;

    public Shape Shape => shape;

    public long? NextDue => _waiting.TryPeek(out var first) ? first.Due : null;

    /// <summary>How much of a packet must be seen for this.</summary>
    public int CopyBytes =>
        shape.Duplicated > 0 || shape.Corrupted > 0 ? ushort.MaxValue : shape.Rate is null ? 0 : PacketContent.HeaderBytes;

    /// <summary>
    /// Each packet must be one of the wire's size. Where all that happens to packets is that they come later, they may come in larger
    /// pieces.
    /// </summary>
    public bool WirePackets => shape != new Shape(shape.Delay, shape.Jitter) { Spread = shape.Spread };

    /// <param name="content">As much of the packet as was asked for.</param>
    public void Admit(uint packet, byte[]? content, long now, Queue<PacketAct> acts)
    {
        // As netem does it: of a packet and its copy one is lost.
        var (twice, lost) = (Happens(_copies, shape.Duplicated), _loss.Loses());
        if (lost && !twice)
        {
            acts.Enqueue(new(PacketActKind.Drop, number, packet));
            return;
        }
        var copy = twice && !lost && !_loss.Loses() ? Fate(content) ?? content : null;
        var held = new Held(packet, now, Fate(content), copy);
        if (Jumps()) Pass(held, acts);
        else Hold(held, content, now, acts);
    }

    /// <summary>Lets pass what is due.</summary>
    public void Release(long now, Queue<PacketAct> acts)
    {
        Held? plain = null;
        while (_waiting.TryPeek(out var first) && first.Due <= now)
        {
            _waiting.Dequeue();
            if (first.IsPlain)
            {
                plain = first;
                continue;
            }
            if (plain is { } before) acts.Enqueue(new(PacketActKind.PassUpTo, number, before.Packet));
            plain = null;
            Pass(first, acts);
        }
        if (plain is { } last) acts.Enqueue(new(PacketActKind.PassUpTo, number, last.Packet));
    }

    private void Hold(Held held, byte[]? content, long now, Queue<PacketAct> acts)
    {
        var jitter = (long)(shape.Jitter.Ticks * shape.Spread.At(_jitter.NextDouble()));
        var arrives = now + Math.Max(0, shape.Delay.Ticks + jitter);
        if (shape.Rate is { } rate)
        {
            if (_lastDue - arrives > rate.Queue.Ticks)
            {
                acts.Enqueue(new(PacketActKind.Drop, number, held.Packet));
                return;
            }
            _lastDue = Math.Max(_lastDue, arrives) + rate.TimeOf(PacketContent.Length(content)).Ticks;
        }
        else
        {
            _lastDue = Math.Max(_lastDue, arrives);
        }
        _waiting.Enqueue(held with { Due = _lastDue });
    }

    private void Pass(Held held, Queue<PacketAct> acts)
    {
        var kind = held.Damaged is null ? PacketActKind.Pass : PacketActKind.Replace;
        acts.Enqueue(new(kind, number, held.Packet, held.Damaged));
        if (held.Copy is { } copy) acts.Enqueue(new(PacketActKind.Copy, number, held.Packet, copy));
    }

    /// <summary>The packet with a bit flipped, or null: it stays as it is.</summary>
    private byte[]? Fate(byte[]? content) =>
        Happens(_damage, shape.Corrupted) && content is { Length: > 0 } ? PacketContent.Damaged(content, _damage) : null;

    private bool Jumps()
    {
        if (shape.Reordering is not { } reordering) return false;
        if (_sinceJump < reordering.Gap - 1 || !Happens(_jumps, reordering.Share))
        {
            _sinceJump++;
            return false;
        }
        _sinceJump = 0;
        return true;
    }

    private static bool Happens(SeededRandom random, double share) => share > 0 && random.NextDouble() < share;

    private readonly record struct Held(uint Packet, long Due, byte[]? Damaged, byte[]? Copy)
    {
        public bool IsPlain => Damaged is null && Copy is null;
    }
}
