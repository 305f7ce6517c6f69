using System.Text.Json.Serialization;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;

namespace ChaosService.Model.Probes;

/// <summary>A probe's own parameters, validated. Plain values: they are written into the plan as they are.</summary>
public abstract record ProbeParameters
{
    /// <summary>The nodes that it asks; the target must have them.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<string> Nodes => [];
}

/// <summary>A kind of question about steady state, with the expected answer. A new one is a folder and a line.</summary>
public interface IProbeKind
{
    string Name { get; }

    string Summary { get; }

    /// <summary>Reads the kind's own keys. Null when they are wrong; the reader holds the problems.</summary>
    ProbeParameters? Bind(MapReader reader);

    IProbe Create(ProbeParameters parameters, ICluster cluster);
}

/// <summary>One question, asked again and again.</summary>
public interface IProbe : IDisposable
{
    /// <summary>
    /// Never throws because of the network or a server: no answer counts as not met. Throws
    /// <see cref="OperationCanceledException"/> when the time for it is over.
    /// </summary>
    Task<ProbeAnswer> AskAsync(CancellationToken limit);
}

/// <param name="Met">The answer is the expected one.</param>
/// <param name="Evidence">What was found, in a sentence: <c>GET http://etcd1:2379/health answered 503</c>.</param>
public sealed record ProbeAnswer(bool Met, string Evidence);
