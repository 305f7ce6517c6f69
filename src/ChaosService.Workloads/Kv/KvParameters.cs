using System.Text.Json.Serialization;
using ChaosService.Model.Workloads;
using F = ChaosService.Model.Histories.Functions;

namespace ChaosService.Workloads.Kv;

/// <param name="Keys">How many keys hold texts. As many others hold numbers if there are increments.</param>
/// <param name="ValueBytesMin">The least size of a written value in UTF-8.</param>
/// <param name="ValueBytesMax">The largest one.</param>
internal sealed record KvParameters(int Keys, int ValueBytesMin, int ValueBytesMax, KvMix Mix) : WorkloadParameters
{
    /// <summary>Always has reads: the run ends with them. Appends come with writes, which keep the values short.</summary>
    [JsonIgnore]
    public override IReadOnlyList<string> Functions =>
    [
        F.Read,
        .. new (string Name, int Weight)[]
        {
            (F.Write, Mix.Write + Mix.Append + Mix.Prepend), (F.Delete, Mix.Delete), (F.Append, Mix.Append), (F.Prepend, Mix.Prepend),
            (F.Increment, Mix.Increment),
        }.Where(f => f.Weight > 0).Select(f => f.Name),
    ];
}
