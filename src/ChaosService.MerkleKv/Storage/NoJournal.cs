namespace ChaosService.MerkleKv.Storage;

/// <summary>The engine in memory: nothing survives a restart.</summary>
internal sealed class NoJournal : IJournal
{
    public Task Append(string key, Entry entry) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
