using ChaosService.Model.Faults;

namespace ChaosService.Faults.Container.Pause;

/// <summary>A pause has nothing to say beside how long and on whom.</summary>
internal sealed record PauseParameters : FaultParameters;
