namespace ChaosService.Engine.Tokens;

/// <summary>What a caller may do. Each role may do what those before it may.</summary>
public enum Role
{
    /// <summary>See everything, change nothing.</summary>
    Viewer,

    /// <summary>Also trigger and abort runs, revert faults, halt and resume.</summary>
    Operator,

    /// <summary>Also change what runs automatically: experiments, schedules, targets.</summary>
    Admin,
}
