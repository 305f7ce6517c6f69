namespace ChaosService.Reference.Core.Wal;

/// <summary>What comes after a file's last good record.</summary>
internal enum WalTail
{
    /// <summary>Nothing.</summary>
    Clean,

    /// <summary>A write that a crash cut off. Nothing of it was promised: it may be cut away.</summary>
    Torn,

    /// <summary>Damage, and good records after it: something that was promised is lost, and going on would hide that.</summary>
    Corrupt,
}
