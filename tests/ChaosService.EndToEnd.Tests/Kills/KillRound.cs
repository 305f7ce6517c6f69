using ChaosService.EndToEnd.Tests.Running;
using ChaosService.Model.Randomness;

namespace ChaosService.EndToEnd.Tests.Kills;

/// <summary>One run that will not come to its end: what it breaks, who is killed, and when. All from the seed.</summary>
/// <param name="Victims">Of <c>run</c> and <c>watchdog</c>, in the order in which they are killed.</param>
/// <param name="Lines">Killed right after so many lines about faults; 0: after <paramref name="Delay"/>.</param>
/// <param name="Delay">From the begin of the load.</param>
internal sealed record KillRound(IReadOnlyList<string> Faults, IReadOnlyList<string> Victims, int Lines, TimeSpan Delay)
{
    /// <summary>
    /// Every kind that etcd goes on to live with, so that what is left is ours and not its own. Without <c>process-kill</c>: a member
    /// has no process but its first.
    /// </summary>
    private static readonly string[] Kinds =
    [
        "kind: network-partition, for: 1500ms, from: peers", "kind: network-partition, for: 1500ms, from: everyone, mode: reject",
        "kind: network-flap, for: 3s, down: 1s, up: 1s", "kind: network-delay, for: 1500ms, delay: 20ms, jitter: 5ms",
        "kind: network-loss, for: 2s, percent: 20%", "kind: network-bandwidth, for: 2s, rate: 4mbit",
        "kind: network-duplicate, for: 2s, percent: 20%", "kind: network-corrupt, for: 2s, percent: 10%",
        "kind: network-reorder, for: 2s, percent: 20%, delay: 20ms", "kind: connection-reset, from: everyone",
        "kind: tcp-fault, for: 1500ms, port: 2379, toxic: latency, delay: 20ms", "kind: container-pause, for: 1500ms",
        "kind: container-kill, restartAfter: 1s", "kind: container-stop, for: 1500ms, grace: 1s", "kind: container-restart, grace: 1s",
        "kind: container-crash-loop, for: 2s, up: 500ms, pause: 500ms", "kind: container-recreate, for: 1500ms, keepVolumes: true",
        $"kind: container-image, for: 1500ms, image: '{Shipped.NextRelease}'",
        "kind: disk-fill, for: 1500ms, percent: 60%", "kind: disk-inodes, for: 1500ms, leave: 1000", "kind: disk-stall, for: 1s",
        "kind: file-corrupt, for: 1500ms, files: records, bits: 8", "kind: cpu-limit, for: 2s, share: 50%",
        "kind: cpu-stress, for: 2s, load: 50%", "kind: memory-limit, for: 1500ms, limit: 256MiB",
        "kind: memory-stress, for: 1500ms, bytes: 8MiB, withoutLimit: true", "kind: io-stress, for: 2s, size: 1MiB",
        "kind: pids-limit, for: 1500ms, leave: 100", "kind: fd-limit, for: 1500ms, leave: 100",
        "kind: exec, for: 1500ms, where: node, command: touch /data/hook, probe: [test, -e, /data/hook], undo: rm -f /data/hook",
    ];

    private const int FaultsAtOnce = 4;
    private const int LinesMax = 14;
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(3);

    /// <summary>The kinds come in the order of a shuffle, so that each is there once before any is there twice.</summary>
    public static IEnumerable<KillRound> Draw(long seed, int count)
    {
        var random = SeededRandom.Derive(seed, "kills");
        var kinds = Shuffled(Kinds).GetEnumerator();
        string Next()
        {
            if (!kinds.MoveNext())
            {
                kinds = Shuffled(Kinds).GetEnumerator();
                kinds.MoveNext();
            }
            return kinds.Current;
        }

        for (var n = 0; n < count; n++)
            yield return new KillRound(
                [.. Enumerable.Range(0, FaultsAtOnce).Select(_ => $"{{ {Next()}, on: {{ name: etcd{1 + random.Next(3)} }} }}")],
                random.Next(4) switch { 0 => ["watchdog"], 1 => ["watchdog", "run"], 2 => ["run", "watchdog"], _ => ["run"] },
                random.Next(2) * random.Next(1 + LinesMax), Latest * random.NextDouble());

        IEnumerable<string> Shuffled(string[] all)
        {
            string[] copy = [.. all];
            random.Shuffle<string>(copy);
            return copy;
        }
    }

    /// <summary>The faults begin a little after each other, so that there is always one that comes and one that goes.</summary>
    public string Program => string.Join("\n", Faults.Select((f, n) => $"          - sequence: [{{ pause: {50 + n * 350}ms }}, {f}]"));

    public override string ToString() =>
        $"{string.Join(" and ", Victims)} {(Lines > 0 ? $"after {Lines} lines" : $"after {Delay.TotalMilliseconds:0} ms")} of "
            + string.Join(", ", Faults);
}
