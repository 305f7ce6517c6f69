using ChaosService.Model.KeyValue;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.MerkleKv.Changes;
using ChaosService.Workloads.MerkleKv.Lines;

namespace ChaosService.Workloads.MerkleKv;

/// <summary>Whether the nodes answer and have nothing left to tell each other, and what each of them has.</summary>
internal sealed class MerkleKvProbe(MerkleKvMembers members, ChangeSubscriber changes)
{
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

    private async Task<string?> TroubleAsync(string node, CancellationToken cancellationToken)
    {
        var trouble = await members.AskAsync<string>(node, async (connection, limit) =>
        {
            var answer = await connection.AskAsync("PING", limit);
            if (!answer.StartsWith("PONG", StringComparison.Ordinal)) return $"{node} answers PING with {answer}";
            return await WaitingAsync(connection, limit) is { } waiting and not "0" ? $"{node} has {waiting} changes that wait" : "";
        }, cancellationToken);
        return trouble == "" ? null : trouble ?? $"{node} does not answer";
    }

    /// <summary>
    /// How many changes wait for the broker, where the node's statistics say so. They end without a mark: a command after them does.
    /// </summary>
    private static async Task<string?> WaitingAsync(LineConnection connection, CancellationToken limit)
    {
        const string Backlog = "replication_backlog:";
        var line = await connection.AskAsync("STATS\r\nPING", limit);
        var waiting = default(string);
        while (!line.StartsWith("PONG", StringComparison.Ordinal))
        {
            if (line.StartsWith(Backlog, StringComparison.Ordinal)) waiting = line[Backlog.Length..].Trim();
            line = await connection.ReadLineAsync(limit);
        }
        return waiting;
    }
}
