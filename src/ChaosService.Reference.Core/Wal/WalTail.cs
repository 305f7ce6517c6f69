namespace ChaosService.Reference.Core.Wal;

/// <summary>What comes after a file's last good record.</summary>
internal enum WalTail
{
    /// <summary>Nothing.</summary>
    Clean,

    /// <summary>A write torn by a crash. It was never acknowledged, so it may be truncated.</summary>
    Torn,

    /// <summary>Damage with good records after it: acknowledged data is lost, and continuing would hide that.</summary>
    Corrupt,
}
