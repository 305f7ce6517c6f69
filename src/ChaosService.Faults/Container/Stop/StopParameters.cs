using ChaosService.Model.Faults;

namespace ChaosService.Faults.Container.Stop;

/// <param name="Grace">How long the node may take to shut down; SIGKILL after that. Default 10 s.</param>
internal sealed record StopParameters(TimeSpan Grace) : FaultParameters;
