namespace ChaosService.Reference.Host.Settings;

/// <summary>Bugs that can be switched on, to show that the checks find them.</summary>
[Flags]
internal enum ObservingBugs
{
    None = 0,

    /// <summary>Metrics show neither a full disk nor writes that the node could not store.</summary>
    SilentFault = 1,

    /// <summary>A write that is forwarded to another node is not logged.</summary>
    SilentForward = 2,

    /// <summary>Log lines do not contain their trace id.</summary>
    LogWithoutTrace = 4,
}
