using ChaosService.Model.Faults;

namespace ChaosService.Faults.Container.Recreate;

/// <param name="KeepVolumes">
/// The next container has the volumes without a name of the one before; false: they are lost. Null: a node that has such is refused.
/// </param>
internal sealed record RecreateParameters(bool? KeepVolumes) : FaultParameters;
