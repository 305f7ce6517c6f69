using ChaosService.Model.Faults;

namespace ChaosService.Faults.Resource.FdLimit;

/// <param name="Leave">How many more files, sockets and pipes each process can open than it has. Default 0.</param>
internal sealed record FdLimitParameters(int Leave) : FaultParameters
{
    public const int MostLeft = 100_000;
}
