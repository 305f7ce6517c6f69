namespace ChaosService.Faults.Container;

/// <summary>What a fault wants a container to be while it is active.</summary>
internal enum Hold
{
    Down,
    Paused,

    /// <summary>Another container than the one that was found; it is to run.</summary>
    Replaced,
}
