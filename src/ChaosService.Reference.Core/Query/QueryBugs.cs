namespace ChaosService.Reference.Core.Query;

/// <summary>Faults that can be switched on, so that what looks for them can be shown to find them.</summary>
[Flags]
internal enum QueryBugs
{
    None = 0,

    /// <summary>Every partition of every shard is asked.</summary>
    NoPruning = 1,

    /// <summary>AVG is the mean of what the partitions say, however many rows each of them has.</summary>
    AverageOfAverages = 2,

    /// <summary>When a node fails, what has come by then is the answer.</summary>
    PartialRowsAfterStreamError = 4,
}
