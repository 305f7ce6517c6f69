using System.Text.Json.Serialization;

namespace ChaosService.Workloads.Kv;

/// <summary>Weights; at least one is greater than zero.</summary>
internal sealed record KvMix(int Read, int Write, int Delete, int Append, int Prepend, int Increment)
{
    /// <summary>In the order of the parameters.</summary>
    [JsonIgnore]
    public int[] Weights => [Read, Write, Delete, Append, Prepend, Increment];
}
