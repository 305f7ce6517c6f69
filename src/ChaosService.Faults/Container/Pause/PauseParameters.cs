using ChaosService.Model.Faults;

namespace ChaosService.Faults.Container.Pause;

/// <summary>A pause has no keys besides its length and its nodes.</summary>
internal sealed record PauseParameters : FaultParameters;
