namespace ChaosService.Reference.Core.Rebalancing;

/// <summary>The moves to start now. A shard makes one move at a time, so there may be more after these.</summary>
/// <param name="Stuck">Copies that should be moved and cannot, each with the reason.</param>
internal sealed record RebalancePlan(IReadOnlyList<PlannedMove> Moves, IReadOnlyList<string> Stuck);
