using ChaosService.Model.Checks;

namespace ChaosService.Checking.Linearizability;

/// <param name="MemoryBytes">The memory that the search may use where zones cannot decide (values that were written twice). Default 512
/// MiB.</param>
public sealed record LinearizableParameters(long MemoryBytes = LinearizableParameters.DefaultMemoryBytes) : CheckParameters
{
    public const long DefaultMemoryBytes = 512L << 20;
}
