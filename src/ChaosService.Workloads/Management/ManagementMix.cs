namespace ChaosService.Workloads.Management;

/// <summary>Weights; at least one is above zero.</summary>
internal sealed record ManagementMix(int Change, int List, int Wrong);
