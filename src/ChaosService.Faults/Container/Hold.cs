namespace ChaosService.Faults.Container;

/// <summary>What a fault wants a container to be while it is active.</summary>
internal enum Hold
{
    Down,
    Paused,
}
