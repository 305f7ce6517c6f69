using ChaosService.MerkleKv.Replication;

namespace ChaosService.MerkleKv.Commands;

/// <summary>REPLICATE enable, disable and status.</summary>
internal sealed class ReplicationCommands(Replicator? replicator)
{
    public ValueTask<Reply> Replicate(Command command) => new(command.Rest?.Trim(' ').ToUpperInvariant() switch
    {
        "STATUS" => new Reply(replicator is { IsEnabled: true } ? $"REPLICATION enabled {replicator.Nodes} nodes" : "REPLICATION disabled"),
        "ENABLE" => Switch(true),
        "DISABLE" => Switch(false),
        _ => throw new RefusedCommandException("REPLICATE command requires enable, disable or status"),
    });

    private Reply Switch(bool isOn)
    {
        if (replicator is null) throw new RefusedCommandException("Replication is not configured: start the node with REPLICATION=on");
        replicator.IsEnabled = isOn;
        return Reply.Ok;
    }
}
