using ChaosService.Reference.Core.Raft.Effects;
using ChaosService.Reference.Core.Raft.Members;
using ChaosService.Reference.Core.Raft.Settings;
using ChaosService.Reference.Core.Raft.Storage;
using ChaosService.Reference.Core.Wal;

namespace ChaosService.Reference.Tests.Raft.Simulation;

/// <summary>
/// A log file as a node has it. What was forced stays; of what was written without that, a loss of power leaves as many bytes as chance
/// will have it.
/// </summary>
internal sealed class SimulatedDisk(Membership initial)
{
    private readonly Dictionary<long, ReadOnlyMemory<byte>> _snapshots = [];
    private readonly List<byte> _file = [];
    private int _forced;
    private ulong _segment;

    public void Write(Persist effect)
    {
        if (effect is PersistSnapshot { Snapshot: var snapshot }) _snapshots[snapshot.Index] = snapshot.Data;
        Append(RaftRecords.Write(effect));
        if (effect.IsForced) _forced = _file.Count;
    }

    public void LosePower(Random random) => Cut(_forced + random.Next(_file.Count - _forced + 1));

    public PersistentState Read()
    {
        var read = WalRecovery.Of(_file.ToArray(), _segment);
        if (read.Tail == WalTail.Corrupt) throw new ViolationException(Invariant.Recovery, "A loss of power looks like damage.");
        var log = new RecoveredLog(initial);
        foreach (var record in read.Records) RaftRecords.Read(record, log);
        var state = log.ToState(log.Snapshot is { } mark ? _snapshots[mark.Index] : default);
        Begin(state);
        return state;
    }

    /// <summary>With every start a new file.</summary>
    private void Begin(PersistentState state)
    {
        _segment++;
        _file.Clear();
        foreach (var record in RaftRecords.Write(state)) Append(record);
        _forced = _file.Count;
    }

    private void Append(WalRecord record) => _file.AddRange(WalFormat.Encode(record, _segment, _file.Count));

    private void Cut(int length) => _file.RemoveRange(length, _file.Count - length);
}
