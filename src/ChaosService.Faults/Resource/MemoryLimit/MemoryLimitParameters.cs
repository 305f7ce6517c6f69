using ChaosService.Model.Faults;

namespace ChaosService.Faults.Resource.MemoryLimit;

/// <param name="LimitBytes">What the node's processes may hold together, files in the cache too; a multiple of 4 KiB.</param>
internal sealed record MemoryLimitParameters(long LimitBytes) : FaultParameters;
