namespace ChaosService.Workloads.Management;

/// <summary>Weights; at least one is greater than zero.</summary>
internal sealed record ManagementMix(int Change, int List, int Wrong);
