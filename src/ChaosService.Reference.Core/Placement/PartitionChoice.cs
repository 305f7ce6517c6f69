namespace ChaosService.Reference.Core.Placement;

/// <param name="MissingKey">A required tag that the point does not have: the point then has no partition.</param>
internal readonly record struct PartitionChoice(int Partition, string? MissingKey)
{
    public string? Error => MissingKey is null ? null : $"Missing required shard key tag: {MissingKey}";
}
