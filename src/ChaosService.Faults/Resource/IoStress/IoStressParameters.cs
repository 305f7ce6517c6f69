using ChaosService.Model.Faults;

namespace ChaosService.Faults.Resource.IoStress;

/// <param name="Workers">Processes that write. Default 1.</param>
/// <param name="FileBytes">What each writes over and over, and syncs after each time; a multiple of 64 KiB. Default 16 MiB.</param>
/// <param name="Path">A path in the node on the filesystem; null: the node's first mount that is a filesystem of its own.</param>
internal sealed record IoStressParameters(int Workers, long FileBytes, string? Path) : FaultParameters
{
    public const int MostWorkers = 16;
    public const long DefaultFileBytes = 16 << 20;
    public const long BlockBytes = 64 << 10;
    public const long MostFileBytes = 1 << 30;

    /// <summary>How long the disk is watched.</summary>
    public static readonly TimeSpan Watch = TimeSpan.FromSeconds(1);

    public override TimeSpan LeastHold => 2 * Watch;
}
