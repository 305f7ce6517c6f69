using System.Collections.Concurrent;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Faults.Network.Shaping;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Randomness;

namespace ChaosService.Faults.Network.Nfqueue;

/// <summary>
/// Delays in this process, for kernels without netem. A change opens a new line on other queue numbers, turns the rules to it at once, and
/// only then ends the old one: no packet is lost.
/// </summary>
internal sealed class NfqueueShaper(TimeProvider time) : IShaper
{
    /// <summary>Two ranges of queue numbers, used in turn.</summary>
    private const int RangeStart = 0xC4A0;

    private const int RangeSize = 16;

    private readonly ConcurrentDictionary<int, (DelayLine Line, int FirstQueue)> _lines = new();

    public string Name => "nfqueue";

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
            if (shapes.Count > 0) _lines[pid] = (await OpenAsync(pid, shapes, firstQueue), firstQueue);
            await MangleChain.ApplyAsync(pid, state, firstQueue, cancellationToken);
        }
        finally
        {
            old.Line?.Dispose();
        }
    }

    public async Task<bool> IsInForceAsync(int pid, CancellationToken cancellationToken) =>
        _lines.ContainsKey(pid) && await MangleChain.IsThereAsync(pid, cancellationToken);

    public IReadOnlyList<string> Describe(NetworkState state) => MangleDocument.Queues(state).Count == 0
        ? []
        : [$"iptables-restore --noflush <<\n{MangleDocument.For(state, v6: false, RangeStart, hasJumps: false)}"];

    private Task<DelayLine> OpenAsync(int pid, IReadOnlyList<ShapedPeers> shapes, int firstQueue)
    {
        DelayQueue[] queues = [.. shapes.Select((s, i) => new DelayQueue((ushort)(firstQueue + i), s.Shape, new SeededRandom(firstQueue + i)))];
        return NetworkNamespace.RunAsync(pid, () =>
        {
            var socket = new QueueSocket();
            try
            {
                foreach (var queue in queues) socket.Take(queue.Number);
                return new DelayLine(socket, queues, time);
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
