using ChaosService.Model.KeyValue;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.MerkleKv.Changes;
using ChaosService.Workloads.MerkleKv.Lines;

namespace ChaosService.Workloads.MerkleKv;

/// <summary>Whether the nodes answer and have nothing left to tell each other, and what each of them has.</summary>
internal sealed class MerkleKvProbe(MerkleKvMembers members, ChangeSubscriber changes)
{
    /// <summary>A node with more is not read: a history is not to consist of what others keep there.</summary>
    private const int EntriesMax = 5000;

    /// <summary>How often a node is read that changes meanwhile.</summary>
    private const int ReadingsMax = 5;

    private int _seen = -1;

    /// <summary>Healthy: every node answers, none has changes that wait for the broker, and no change came since the last time.</summary>
    public async Task<Health> CheckAsync(CancellationToken cancellationToken)
    {
        var troubles = await Task.WhenAll(members.Nodes.Select(node => TroubleAsync(node, cancellationToken)));
        if (troubles.OfType<string>().FirstOrDefault() is { } trouble) return new Health(false, trouble);
        if (!changes.IsConnected) return new Health(false, "the broker does not take a subscriber");
        var count = changes.Count;
        var before = Interlocked.Exchange(ref _seen, count);
        return count == before || before < 0
            ? new Health(true, $"{members.Nodes.Count} nodes answer, none has changes that wait, and the broker is quiet")
            : new Health(false, "changes are still arriving at the broker");
    }

    /// <summary>Null when the node does not answer, or answers something else.</summary>
    public async Task<ContentsView?> ContentsAsync(
        string node, IReadOnlyList<string> keys, string prefix, CancellationToken cancellationToken) =>
        await members.AskAsync<ContentsView>(node, async (connection, limit) =>
        {
            var values = new Dictionary<string, string?>(StringComparer.Ordinal);
            foreach (var key in keys)
            {
                if (!MerkleKvCommands.TryReadValue(await connection.AskAsync(MerkleKvCommands.Get(prefix, key), limit), out var value))
                    return null;
                values.Add(key, value);
            }
            return new ContentsView(values);
        }, cancellationToken);

    /// <summary>Null when the node does not answer.</summary>
    public Task<StatisticsView?> StatisticsAsync(string node, CancellationToken cancellationToken) => members.AskAsync<StatisticsView>(
        node, async (connection, limit) => StatisticsView.Of(await StatsAsync(connection, limit)), cancellationToken);

    /// <summary>Null when the node does not answer, or does not say since when it runs.</summary>
    public Task<UsageView?> UsageAsync(string node, CancellationToken cancellationToken) => members.AskAsync(
        node, async (connection, limit) => UsageView.Of(await StatsAsync(connection, limit)), cancellationToken);

    /// <summary>Null when the node does not answer, has no hash of all, changes all the time, or has too much.</summary>
    public async Task<TreeView?> TreeAsync(string node, CancellationToken cancellationToken)
    {
        for (var reading = 0; reading < ReadingsMax; reading++)
            if (await members.AskAsync<TreeView>(node, ReadTreeAsync, cancellationToken) is { } tree) return tree;
        return null;
    }

    /// <summary>Null also when the node changed meanwhile, which its hash shows.</summary>
    private static async Task<TreeView?> ReadTreeAsync(LineConnection connection, CancellationToken limit)
    {
        const string Hash = "HASH", Said = "HASH ", Scan = "SCAN", Keys = "KEYS ";
        if (await connection.AskAsync(Hash, limit) is not { } before || !before.StartsWith(Said, StringComparison.Ordinal)) return null;
        var counted = await connection.AskAsync(Scan, limit);
        if (!counted.StartsWith(Keys, StringComparison.Ordinal)
            || !int.TryParse(counted.AsSpan(Keys.Length), out var count) || count is < 0 or > EntriesMax) return null;
        var keys = new string[count];
        for (var i = 0; i < count; i++) keys[i] = await connection.ReadLineAsync(limit);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            var answer = await connection.AskAsync(MerkleKvCommands.Get("", key), limit);
            if (!MerkleKvCommands.TryReadValue(answer, out var value) || value is null) return null;
            values[key] = value;
        }
        if (await connection.AskAsync(Hash, limit) != before) return null;
        var stats = await StatsAsync(connection, limit);
        return new TreeView(before[Said.Length..], values, stats("sync_keys_repaired"));
    }

    private async Task<string?> TroubleAsync(string node, CancellationToken cancellationToken)
    {
        var trouble = await members.AskAsync<string>(node, async (connection, limit) =>
        {
            var answer = await connection.AskAsync("PING", limit);
            if (!answer.StartsWith("PONG", StringComparison.Ordinal)) return $"{node} answers PING with {answer}";
            return StatisticsView.Of(await StatsAsync(connection, limit)).Waiting is { } waiting and not 0
                ? $"{node} has {waiting} changes that wait" : "";
        }, cancellationToken);
        return trouble == "" ? null : trouble ?? $"{node} does not answer";
    }

    /// <summary>
    /// The numbers of its STATS by name, null for those it does not tell. They end without a mark: a command after them does.
    /// </summary>
    private static async Task<Func<string, long?>> StatsAsync(LineConnection connection, CancellationToken limit)
    {
        var lines = new List<string>();
        var line = await connection.AskAsync("STATS\r\nPING", limit);
        while (!line.StartsWith("PONG", StringComparison.Ordinal))
        {
            lines.Add(line);
            line = await connection.ReadLineAsync(limit);
        }
        var stats = StatsLines.Read(lines);
        return name => stats.TryGetValue(name, out var value) ? value : null;
    }
}
