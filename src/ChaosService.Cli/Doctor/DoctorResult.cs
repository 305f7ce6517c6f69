namespace ChaosService.Cli.Doctor;

internal enum DoctorStatus
{
    Ok,

    /// <summary>Something else does its work, or does part of it.</summary>
    Degraded,

    /// <summary>What needs it cannot be done on this machine.</summary>
    Missing,
}

/// <summary>What one look at the machine found.</summary>
/// <param name="Detail">A version, or what was answered.</param>
/// <param name="NeededFor">What stands or falls with it: fault kinds, targets.</param>
/// <param name="Fix">What would mend it; null when nothing has to be.</param>
internal sealed record DoctorResult(string Name, DoctorStatus Status, string Detail, string NeededFor, string? Fix = null);
