namespace ChaosService.Reference.Core.Query;

/// <summary>Bugs that can be switched on, to show that the checks find them.</summary>
[Flags]
internal enum QueryBugs
{
    None = 0,

    /// <summary>Every partition of every shard is queried.</summary>
    NoPruning = 1,

    /// <summary>AVG is the mean of the partitions' averages, whatever their numbers of rows.</summary>
    AverageOfAverages = 2,

    /// <summary>When a node fails, the rows received so far are returned as the answer.</summary>
    PartialRowsAfterStreamError = 4,
}
