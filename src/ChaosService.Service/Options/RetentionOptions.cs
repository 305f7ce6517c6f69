using ChaosService.Model.Configuration;

namespace ChaosService.Service.Options;

/// <summary>What is kept of runs that are over. Evidence of an open violation and pinned runs stay whatever stands here.</summary>
internal sealed record RetentionOptions
{
    /// <summary>How long a run is kept after its end.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The same for a run that is invalid without having been expected to be.</summary>
    public TimeSpan InvalidAge { get; init; } = TimeSpan.FromDays(180);

    /// <summary>The same for a run that was cut off and whose history nobody judged.</summary>
    public TimeSpan UnjudgedAge { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Of runs that no rule with a count of its own has.</summary>
    public int Count { get; init; } = 1000;

    /// <summary>Of all run directories together.</summary>
    public ByteSize Bytes { get; init; } = ByteSize.GiB(10);

    /// <summary>So many runs of each experiment stay in any case.</summary>
    public int KeepLast { get; init; } = 3;

    /// <summary>
    /// Limits of runs with a label: <c>suite=nightly: age 90d, count 200; team=storage: bytes 2GiB</c>. The first that fits holds.
    /// </summary>
    public string Rules { get; init; } = "";
}
