namespace ChaosService.Reference.Core.Rebalancing;

/// <summary>What is to be moved now. A shard makes one move at a time, so there may be more when these are over.</summary>
/// <param name="Stuck">What ought to be moved and cannot, each with the reason.</param>
internal sealed record RebalancePlan(IReadOnlyList<PlannedMove> Moves, IReadOnlyList<string> Stuck);
