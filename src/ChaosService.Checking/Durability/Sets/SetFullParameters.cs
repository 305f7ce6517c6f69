using ChaosService.Model.Checks;

namespace ChaosService.Checking.Durability.Sets;

/// <param name="LossWindow">Losses of writes that were acknowledged within this time after a fault's start are reported but accepted: this
/// is what a database with bounded loss promises. Null (the default) accepts none.</param>
/// <param name="Linearizable">An acknowledged element must be in every later read, not only in the last ones. Default false.</param>
public sealed record SetFullParameters(TimeSpan? LossWindow = null, bool Linearizable = false) : CheckParameters;
