using ChaosService.Model.Checks;

namespace ChaosService.Checking.Resources;

/// <param name="AtMostBytes">Of each node at any time. Null: the check only reports and is valid.</param>
public sealed record MemoryParameters(long? AtMostBytes) : CheckParameters;
