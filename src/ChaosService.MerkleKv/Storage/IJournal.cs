namespace ChaosService.MerkleKv.Storage;

/// <summary>Where entries are kept over a restart.</summary>
internal interface IJournal : IAsyncDisposable
{
    /// <summary>Called in the order of the writes.</summary>
    /// <returns>Done when the entry survives a crash. It fails when the disk does.</returns>
    Task Append(string key, Entry entry);
}
