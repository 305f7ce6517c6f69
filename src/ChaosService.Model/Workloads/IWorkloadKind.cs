using System.Text.Json.Serialization;
using ChaosService.Model.Configuration;
using ChaosService.Model.Randomness;

namespace ChaosService.Model.Workloads;

/// <summary>A workload's own parameters, validated. Plain values: they are written into the plan as they are.</summary>
public abstract record WorkloadParameters
{
    /// <summary>The functions that the database's client must know, such as <c>cas</c>.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<string> Functions { get; }
}

/// <summary>A kind of workload: the ops for the database, independent of the database and of the rate.</summary>
public interface IWorkloadKind
{
    string Name { get; }

    string Summary { get; }

    /// <summary>
    /// Reads the kind's own keys (<c>keys</c>, <c>mix</c>, …). Null when they are wrong; the reader holds the problems.
    /// </summary>
    WorkloadParameters? Bind(MapReader reader);

    /// <param name="random">This worker's own stream: same seed, same sequence of ops.</param>
    /// <param name="worker">0-based, unique over all loads of the run.</param>
    /// <param name="workers">The number of workers over all loads, for values that are unique over all of them.</param>
    IGenerator CreateGenerator(WorkloadParameters parameters, SeededRandom random, int worker, int workers);

    /// <summary>The reads that end a run, after the faults are reverted and the cluster converged.</summary>
    IEnumerable<Operation> FinalReads(WorkloadParameters parameters);
}

/// <summary>One worker's endless sequence of ops. Not thread-safe.</summary>
public interface IGenerator
{
    Operation Next();

    /// <summary>
    /// Reports the outcome of an op to the generator, which may use it only for what cannot be known earlier: the <c>from</c> of a cas.
    /// </summary>
    void Observe(in Operation operation, in OpResult result);
}
