namespace ChaosService.Reference.Host.Observing;

/// <summary>What one node did for one query.</summary>
/// <param name="Fragments">Partitions for which it has answered.</param>
/// <param name="Errors">Times that it was asked and did not.</param>
internal readonly record struct NodeShare(int Fragments, long PointsScanned, long BytesScanned, long RowsReturned, int Errors);
