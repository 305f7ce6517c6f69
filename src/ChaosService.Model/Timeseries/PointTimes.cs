namespace ChaosService.Model.Timeseries;

/// <summary>Which timestamps points have.</summary>
public enum PointTimes
{
    /// <summary>Spread over several time shards, no two the same.</summary>
    Varied,

    /// <summary>One after the other, all in one time shard.</summary>
    Sequential,

    /// <summary>All the same: points differ only by their tags.</summary>
    Same,
}
