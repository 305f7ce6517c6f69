using ChaosService.Reference.Core.Catalog;
using ChaosService.Reference.Core.Catalog.Format;
using ChaosService.Reference.Core.Raft.Log;
using ChaosService.Reference.Tests.Raft.Simulation;

namespace ChaosService.Reference.Tests.Catalog.Replicated;

/// <summary>One server's catalog.</summary>
/// <param name="Last">What the last entry was answered with; null after one that is no command, and after a snapshot.</param>
internal sealed record CatalogReplica(long AppliedIndex, CatalogState State, Answer? Last, CatalogBugs Bugs) : StateMachine(AppliedIndex)
{
    public override StateMachine Apply(Entry entry)
    {
        if (entry.Command.IsEmpty) return this with { AppliedIndex = entry.Index, Last = null };
        var (state, answer) = CatalogMachine.Apply(State, CommandFormat.Read(entry.Command), Bugs);
        return this with { AppliedIndex = entry.Index, State = state, Last = answer };
    }

    public override byte[] Save() => StateFormat.Write(State);

    public override StateMachine Load(Snapshot snapshot) =>
        this with { AppliedIndex = snapshot.Index, State = Of(snapshot), Last = null };

    public bool Equals(CatalogReplica? other) =>
        other is not null && AppliedIndex == other.AppliedIndex && (Last is null || other.Last is null || Last == other.Last)
            && StateFormat.Write(State).AsSpan().SequenceEqual(StateFormat.Write(other.State));

    public override int GetHashCode() => AppliedIndex.GetHashCode();

    private static CatalogState Of(Snapshot snapshot) => snapshot.Data.IsEmpty ? CatalogState.Empty : StateFormat.Read(snapshot.Data);
}
