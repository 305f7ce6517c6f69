using ChaosService.MerkleKv.Bugs;
using ChaosService.MerkleKv.Events;
using ChaosService.MerkleKv.Storage;

namespace ChaosService.MerkleKv.Tests.Running;

/// <summary>A node's data without the node.</summary>
internal static class Stores
{
    public static KeyStore New(SeededBugs bugs = SeededBugs.None, List<ChangeEvent>? published = null) =>
        On(Engine.InMemory(), bugs, published);

    public static KeyStore On(Engine engine, SeededBugs bugs = SeededBugs.None, List<ChangeEvent>? published = null)
    {
        var store = new KeyStore(
            engine.Entries, engine.Journal, new(TimeProvider.System), "self", (change, _) => published?.Add(change), bugs);
        engine.File?.Start(store.EntriesWith);
        return store;
    }

    public static Task SetAsync(this KeyStore store, string key, string value) =>
        store.Change(key, ChangeKind.Set, _ => NewValue.Of(value)).Stored;

    public static Task DeleteAsync(this KeyStore store, string key) => store.Change(key, ChangeKind.Del, _ => NewValue.Of(null)).Stored;
}
