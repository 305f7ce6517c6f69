using ChaosService.Model.Configuration;

namespace ChaosService.Service.Options;

/// <summary>How long finished runs are kept. Evidence of an open violation and pinned runs are always kept.</summary>
internal sealed record RetentionOptions
{
    /// <summary>How long a run is kept after its end.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The same for an invalid run that was not expected to be invalid.</summary>
    public TimeSpan InvalidAge { get; init; } = TimeSpan.FromDays(180);

    /// <summary>The same for an interrupted run whose history was not judged.</summary>
    public TimeSpan UnjudgedAge { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Of runs that no rule with a count of its own has.</summary>
    public int Count { get; init; } = 1000;

    /// <summary>Of all run directories together.</summary>
    public ByteSize Bytes { get; init; } = ByteSize.GiB(10);

    /// <summary>How many runs of each experiment are always kept.</summary>
    public int KeepLast { get; init; } = 3;

    /// <summary>
    /// Limits of runs with a label: <c>suite=nightly: age 90d, count 200; team=storage: bytes 2GiB</c>. The first that fits holds.
    /// </summary>
    public string Rules { get; init; } = "";
}
