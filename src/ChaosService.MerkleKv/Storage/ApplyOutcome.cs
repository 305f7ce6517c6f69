namespace ChaosService.MerkleKv.Storage;

/// <summary>What became of another node's event.</summary>
internal enum ApplyOutcome
{
    Applied,

    /// <summary>The key has a later write.</summary>
    Older,
}
