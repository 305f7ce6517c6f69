using ChaosService.MerkleKv.Events;

namespace ChaosService.MerkleKv.Replication;

/// <summary>An event for the broker.</summary>
/// <param name="IsResent">The broker had it before.</param>
internal readonly record struct Outgoing(ChangeEvent Event, bool IsResent)
{
    private const int OverheadBytes = 200;

    /// <summary>What it takes in memory, roughly.</summary>
    public long Bytes => OverheadBytes + 2L * (Event.Key.Length + (Event.Value?.Length ?? 0));
}
