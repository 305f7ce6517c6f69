using ChaosService.Engine.Metrics;
using ChaosService.Model;
using ChaosService.Model.Clusters;
using ChaosService.Model.Load;
using ChaosService.Model.Plans;
using ChaosService.Model.Runs;

namespace ChaosService.Engine.Running.Requests;

/// <summary>One run, ready to go.</summary>
public sealed record RunRequest
{
    public required Plan Plan { get; init; }

    /// <summary>For a soak: makes the window of this number, from 1. Null for an ordinary run.</summary>
    public Func<int, WindowRequest>? Windows { get; init; }

    /// <summary>Written to <c>plan.json</c> before anything else happens.</summary>
    public required ReadOnlyMemory<byte> PlanJson { get; init; }

    /// <summary>The experiment as the user wrote it; copied into the run directory.</summary>
    public required ReadOnlyMemory<byte> ExperimentYaml { get; init; }

    /// <summary>Where run directories are made.</summary>
    public required string RunsRoot { get; init; }

    /// <summary>From <see cref="Engine.Store.Directories.RunDirectory.NewId"/>.</summary>
    public required string RunId { get; init; }

    /// <summary>Lets callers end faults during the run.</summary>
    public RunControl Control { get; init; } = new();

    public required string RepeatCommand { get; init; }

    /// <summary>W3C: the parent span of the run's trace; null: the run has a trace of its own.</summary>
    public string? TraceParent { get; init; }

    /// <summary>What the run runs on, for the report.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; }
}

/// <summary>What a runner needs from the other projects: ports only.</summary>
public sealed record RunnerPorts(
    Catalog Catalog, IClusterProvider Clusters, ILoadGenerator Load, IFaultJournal Journal, TimeProvider Time)
{
    /// <summary>Null: nothing is counted.</summary>
    public EngineMetrics? Metrics { get; init; }

    /// <summary>Null: nodes' logs stay in the run's directory.</summary>
    public INodeLogSink? NodeLogs { get; init; }
}

/// <param name="NotReverted">Faults or targets that could not be reverted and stay in the journal; empty when all were.</param>
public sealed record RunResult(RunRecord Record, string Directory, IReadOnlyList<string> NotReverted);

/// <summary>A fault kind of the plan is not available on this machine; the message says which, why and the fix. Exit code 69.</summary>
public sealed class FaultUnavailableException(string message) : Exception(message);
