namespace ChaosService.Model.Checks;

/// <summary>An objective of an experiment that can be counted op by op: which share of the load's ops must be good.</summary>
/// <param name="Name">Unique in an experiment: <c>availability</c>, <c>latency-p99</c>.</param>
/// <param name="Share">The least share of good ops, 0 to 1.</param>
/// <param name="Within">Ops answered within this time are good, whatever the answer; null: ops that succeeded are good.</param>
/// <param name="Settle">Only ops outside faults count, and a fault counts as active until this long after its revert; null: every op
/// counts.</param>
public sealed record ServiceObjective(string Name, double Share, TimeSpan? Within = null, TimeSpan? Settle = null);
