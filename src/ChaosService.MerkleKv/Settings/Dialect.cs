namespace ChaosService.MerkleKv.Settings;

/// <summary>The two forms of the protocol that clients meet.</summary>
internal enum Dialect
{
    /// <summary>The older one: DEL answers OK whatever it found, PING answers PONG alone; no HASH, SYNC, SCAN and the like.</summary>
    Classic,

    /// <summary>The newer one.</summary>
    Current,
}
