namespace ChaosService.Checking.Transactions.Graphs;

/// <summary>An edge of a cycle: the one before the other, and why.</summary>
internal readonly record struct CycleStep(int From, int To, Dependencies Kind);
