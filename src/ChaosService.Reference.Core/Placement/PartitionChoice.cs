namespace ChaosService.Reference.Core.Placement;

/// <param name="MissingKey">A tag that the point needs and does not have: then it belongs nowhere.</param>
internal readonly record struct PartitionChoice(int Partition, string? MissingKey)
{
    public string? Error => MissingKey is null ? null : $"Missing required shard key tag: {MissingKey}";
}
