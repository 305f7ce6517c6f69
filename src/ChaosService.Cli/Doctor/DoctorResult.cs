namespace ChaosService.Cli.Doctor;

internal enum DoctorStatus
{
    Ok,

    /// <summary>An alternative does its work, or part of it.</summary>
    Degraded,

    /// <summary>What needs it is impossible on this machine.</summary>
    Missing,
}

/// <summary>The result of one check of the machine.</summary>
/// <param name="Detail">A version, or the answer.</param>
/// <param name="NeededFor">What depends on it: fault kinds, targets.</param>
/// <param name="Fix">The fix; null when none is needed.</param>
internal sealed record DoctorResult(string Name, DoctorStatus Status, string Detail, string NeededFor, string? Fix = null);
