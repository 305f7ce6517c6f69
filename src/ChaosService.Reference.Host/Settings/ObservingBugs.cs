namespace ChaosService.Reference.Host.Settings;

/// <summary>Faults that can be switched on, so that what looks for them can be shown to find them.</summary>
[Flags]
internal enum ObservingBugs
{
    None = 0,

    /// <summary>Metrics have neither a full disk nor writes that the node could not store.</summary>
    SilentFault = 1,

    /// <summary>A write that is handed to another node is not logged.</summary>
    SilentForward = 2,

    /// <summary>Lines of the log do not say which trace they belong to.</summary>
    LogWithoutTrace = 4,
}
