using ChaosService.Model.Ids;
using ChaosService.Model.Runs;

namespace ChaosService.Tests.Engine.Fakes;

/// <summary>Tells the fault kind's list of calls when an entry is opened and closed, so that a test sees the order of both.</summary>
internal sealed class MemoryJournal(Action<string>? say = null) : IFaultJournal
{
    private readonly List<JournalEntry> _entries = [];

    public void Open(JournalEntry entry)
    {
        lock (_entries) _entries.Insert(0, entry);
        say?.Invoke("journal open");
    }

    public void Close(string runId, FaultId id)
    {
        lock (_entries) _entries.RemoveAll(e => e.RunId == runId && e.Id == id);
        say?.Invoke("journal close");
    }

    public IReadOnlyList<JournalEntry> Entries()
    {
        lock (_entries) return [.. _entries];
    }
}
