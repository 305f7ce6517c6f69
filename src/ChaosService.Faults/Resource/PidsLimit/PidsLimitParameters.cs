using ChaosService.Model.Faults;

namespace ChaosService.Faults.Resource.PidsLimit;

/// <param name="Leave">How many more processes and threads the node can create than it has. Default 0.</param>
internal sealed record PidsLimitParameters(int Leave) : FaultParameters
{
    public const int MostLeft = 1000;
}
