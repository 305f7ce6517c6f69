using ChaosService.Model;
using ChaosService.Model.Clusters;
using ChaosService.Model.Experiments;
using ChaosService.Model.Faults;
using ChaosService.Model.Load;
using ChaosService.Model.Runs;

namespace ChaosService.Service.Installations;

/// <summary>The engine's parts, chosen by the composition root and known here only by their ports.</summary>
/// <param name="connection">To what the clusters run on; it is closed with this.</param>
internal sealed class EngineParts(IDisposable connection) : IDisposable
{
    public required TimeProvider Time { get; init; }

    public required Catalog Catalog { get; init; }

    public required IReadOnlyList<IFaultKind> Faults { get; init; }

    public required IClusterProvider Clusters { get; init; }

    /// <summary>Where processes that share only the engine see who has a target.</summary>
    public required ITargetMarks Marks { get; init; }

    public required ILoadGenerator Load { get; init; }

    /// <summary>
    /// What a run runs on, for its report: a verdict without versions cannot be compared with another. Throws
    /// <see cref="ClusterUnavailableException"/> when the target needs an engine that does not answer.
    /// </summary>
    public required Func<TargetSpec, CancellationToken, Task<IReadOnlyList<KeyValuePair<string, string>>>> ReadMachineAsync { get; init; }

    public void Dispose() => connection.Dispose();
}
