using ChaosService.Reference.Core.Raft.Log;

namespace ChaosService.Reference.Tests.Raft.Simulation;

/// <summary>What the group is there for.</summary>
internal interface IWorkload
{
    /// <summary>What a server has that has applied nothing.</summary>
    StateMachine Initial { get; }

    /// <param name="id">No two operations have the same.</param>
    byte[] Command(Random random, long id);

    /// <summary>Called once for each entry, in the log's order.</summary>
    /// <exception cref="ViolationException">That is not what the entry does.</exception>
    void Committed(Entry entry, StateMachine after);
}
