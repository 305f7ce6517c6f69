using ChaosService.Model.Actions;

namespace ChaosService.Workloads.MerkleKv.Operating;

/// <param name="Full">Every entry is compared, not only those whose hashes differ. Default false.</param>
/// <param name="Verify">It is an error when two nodes still differ after it. Default false: clients may be writing.</param>
internal sealed record SyncParameters(bool Full, bool Verify) : ActionParameters
{
    /// <summary>With a blank before it; empty: none.</summary>
    public string Options => (Full ? " --full" : "") + (Verify ? " --verify" : "");
}
