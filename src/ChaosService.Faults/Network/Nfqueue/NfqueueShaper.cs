using System.Collections.Concurrent;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Faults.Network.Shaping;
using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network.Nfqueue;

/// <summary>
/// Shapes in this process, for kernels without netem. A change opens a new line on other queue numbers, turns the rules to it at once, and
/// only then ends the old one: no packet is lost.
/// </summary>
internal sealed class NfqueueShaper(TimeProvider time) : IShaper
{
    /// <summary>Two ranges of queue numbers, used in turn.</summary>
    private const int RangeStart = 0xC4A0;

    private const int RangeSize = 64;

    private readonly ConcurrentDictionary<int, (PacketLine Line, int FirstQueue)> _lines = new();

    public string Name => "nfqueue";

    public int ShapesMax => RangeSize;

    /// <summary>Chains of others stay where they are, and their verdicts stand.</summary>
    public Task CheckAsync(string node, int pid, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task ApplyAsync(int pid, NetworkState state, CancellationToken cancellationToken)
    {
        var shapes = MangleDocument.Queues(state);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shapes.Count, RangeSize);
        EndLinesOfTheDead();
        _lines.TryRemove(pid, out var old);
        var firstQueue = old.FirstQueue == RangeStart ? RangeStart + RangeSize : RangeStart;
        try
        {
            if (shapes.Count > 0) _lines[pid] = (await OpenAsync(pid, QueuesOf(state, firstQueue)), firstQueue);
            await MangleChain.ApplyAsync(pid, state, firstQueue, cancellationToken);
        }
        finally
        {
            old.Line?.Dispose();
        }
    }

    public IReadOnlyList<Shape> Held(NetworkState state) => [.. MangleDocument.Queues(state).Select(q => q.Shape)];

    /// <summary>A queue counts when the kernel's rules lead to it and a process reads it, which need not be our line.</summary>
    public async Task<IReadOnlyList<HeldPackets>> ReadAsync(int pid, CancellationToken cancellationToken)
    {
        var counters = QueueCounters.Of(pid);
        var shapes = _lines.TryGetValue(pid, out var own) ? own.Line.Queues.ToDictionary(q => (int)q.Number, q => q.Shape) : [];
        var numbers = (await MangleChain.QueuesAsync(pid, cancellationToken)).Where(counters.ContainsKey);
        return [.. numbers.Order().Select(n => new HeldPackets(shapes.GetValueOrDefault(n), counters[n]))];
    }

    public IReadOnlyList<string> Describe(NetworkState state) => MangleDocument.Queues(state).Count == 0
        ? []
        : [$"iptables-restore --noflush <<\n{MangleDocument.For(state, v6: false, RangeStart, hasJumps: false, marks: [])}"];

    /// <summary>
    /// What is left to chance follows from the experiment's seed: it is the state's, and not that of the range of numbers whose turn it is.
    /// </summary>
    internal static PacketQueue[] QueuesOf(NetworkState state, int firstQueue) =>
        [.. MangleDocument.Queues(state).Select((s, i) => new PacketQueue((ushort)(firstQueue + i), s.Shape, state.Seed, $"queues/{i}"))];

    private Task<PacketLine> OpenAsync(int pid, PacketQueue[] queues)
    {
        return NetworkNamespace.RunAsync(pid, () =>
        {
            var socket = new QueueSocket();
            try
            {
                foreach (var queue in queues) socket.Take(queue);
                var copies = queues.Any(q => q.Shape.Duplicated > 0) ? new CopySocket() : null;
                return new PacketLine(socket, copies, queues, time);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        });
    }

    /// <summary>A node that restarted has another process; the line of the one that is gone holds its network, and a thread.</summary>
    private void EndLinesOfTheDead()
    {
        foreach (var pid in _lines.Keys.Where(p => !Directory.Exists($"/proc/{p}")))
            if (_lines.TryRemove(pid, out var dead)) dead.Line.Dispose();
    }
}
