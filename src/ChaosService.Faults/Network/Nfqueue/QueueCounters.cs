namespace ChaosService.Faults.Network.Nfqueue;

/// <summary>
/// The kernel's figures about the packet queues of a network that have a reader, in /proc/PID/net/netfilter/nfnetlink_queue: number,
/// reader, waiting, mode, range, dropped because the queue was full, dropped for the reader, id of the last packet.
/// </summary>
internal static class QueueCounters
{
    /// <summary>By queue, how many packets it has taken. Empty when the process is gone.</summary>
    public static IReadOnlyDictionary<int, long> Of(int pid)
    {
        try
        {
            return Parse(File.ReadAllLines($"/proc/{pid}/net/netfilter/nfnetlink_queue"));
        }
        catch (IOException)
        {
            return new Dictionary<int, long>();
        }
    }

    internal static IReadOnlyDictionary<int, long> Parse(IEnumerable<string> lines) =>
        lines.Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(f => f.Length >= 8)
            .ToDictionary(f => int.Parse(f[0]), f => long.Parse(f[7]));
}
