using ChaosService.Reference.Core.Raft.Log;

namespace ChaosService.Reference.Tests.Raft.Simulation;

/// <summary>What a server makes of the log. Two that have applied the same are equal.</summary>
internal abstract record StateMachine(long AppliedIndex)
{
    public abstract StateMachine Apply(Entry entry);

    public abstract byte[] Save();

    /// <summary>What the snapshot holds, whatever this one is.</summary>
    public abstract StateMachine Load(Snapshot snapshot);
}
