using ChaosService.MerkleKv.Bugs;

namespace ChaosService.MerkleKv.Storage;

/// <summary>What a node starts on: the entries that survived, and the journal for those to come.</summary>
/// <param name="File">The journal, when it is a file.</param>
/// <param name="Torn">Bytes of a last write that a crash cut off.</param>
internal sealed record Engine(Dictionary<string, Entry> Entries, IJournal Journal, FileJournal? File, int Torn)
{
    public static Engine InMemory() => new([], new NoJournal(), null, 0);

    /// <exception cref="InvalidDataException">The log is damaged.</exception>
    public static Engine Open(string folder, long compactBytes, SeededBugs bugs)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(Path.GetFullPath(folder), "merklekv.log");
        var (entries, torn) = LogFile.Load(path);
        // Bug lww-state-lost.
        if (bugs.HasFlag(SeededBugs.LwwStateLost))
            entries = entries.Where(e => e.Value.Value is not null).ToDictionary(e => e.Key, e => new Entry(e.Value.Value, default));
        var journal = new FileJournal(path, compactBytes, bugs);
        return new(entries, journal, journal, torn);
    }
}
