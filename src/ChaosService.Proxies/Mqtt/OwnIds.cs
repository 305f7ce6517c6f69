using System.Collections.Concurrent;

namespace ChaosService.Proxies.Mqtt;

/// <summary>
/// The ids of the messages that the proxy made towards one end. They are the highest, as clients and brokers begin with the lowest; an
/// acknowledgement of one is the proxy's, and nobody else's.
/// </summary>
internal sealed class OwnIds
{
    private const ushort Highest = ushort.MaxValue;
    private const ushort Lowest = 0xf000;

    private readonly ConcurrentDictionary<ushort, bool> _open = new();
    private ushort _next = Highest;

    /// <summary>Only one lane takes ids.</summary>
    public ushort Take()
    {
        var id = _next;
        _next = id == Lowest ? Highest : (ushort)(id - 1);
        _open[id] = true;
        return id;
    }

    /// <summary>Whether an acknowledgement of it is the proxy's.</summary>
    public bool Release(ushort id) => _open.TryRemove(id, out _);
}
