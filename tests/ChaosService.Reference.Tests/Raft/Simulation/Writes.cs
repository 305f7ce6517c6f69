using ChaosService.Reference.Core.Raft.Log;

namespace ChaosService.Reference.Tests.Raft.Simulation;

/// <summary>Writes of which no two are alike: the order in which they are applied is all that matters.</summary>
internal sealed class Writes : IWorkload
{
    public StateMachine Initial { get; } = new HashMachine(0, 0);

    public byte[] Command(Random random, long id) => BitConverter.GetBytes(id);

    public void Committed(Entry entry, StateMachine after)
    {
    }
}
