using ChaosService.Model.Faults;

namespace ChaosService.Faults.Container.Image;

/// <param name="Image">Name or id of an image that the engine has. None is pulled.</param>
/// <param name="Revert">The node has its old image again at the end. Default true; false: an upgrade that stays.</param>
internal sealed record ImageParameters(string Image, bool Revert) : FaultParameters
{
    /// <summary>A change that stays is over as soon as it is done.</summary>
    public override TimeSpan? OwnHold => Revert ? null : TimeSpan.Zero;
}
