using ChaosService.Model.Ids;
using ChaosService.Model.Recovery;

namespace ChaosService.Model.Runs;

/// <summary>
/// The undo of everything that is about to be done, durable before it is done. One journal per machine: any process can revert what a
/// dead one left behind. Thread-safe.
/// </summary>
public interface IFaultJournal
{
    /// <summary>Returns when the entry would survive a power cut.</summary>
    void Open(JournalEntry entry);

    /// <summary>The entry's recipe was carried out, or is no longer needed. Unknown ids are ignored.</summary>
    void Close(string runId, FaultId id);

    /// <summary>Entries whose recipe was not carried out, the newest first: the order to revert in.</summary>
    IReadOnlyList<JournalEntry> Entries();
}

/// <param name="Id">The fault's id, or <c>target</c>.</param>
/// <param name="Project">The compose project it acts on.</param>
public sealed record JournalEntry(
    string RunId, FaultId Id, ProjectName Project, RevertRecipe Recipe, DateTimeOffset WrittenAt, ProcessIdentity Owner)
{
    /// <summary>
    /// The owner has not renewed its lease in time, whether or not its process exists. Only set on entries that were read.
    /// </summary>
    public bool LeaseOver { get; init; }
}

/// <summary>Identifies a process even if its pid is reused.</summary>
/// <param name="StartTicks">Field 22 of /proc/pid/stat.</param>
public sealed record ProcessIdentity(int Pid, long StartTicks);
