using System.Buffers.Binary;
using ChaosService.Reference.Core.Raft.Log;

namespace ChaosService.Reference.Tests.Raft.Simulation;

/// <summary>How far a server has applied, and a hash of everything that it applied in its order.</summary>
internal sealed record HashMachine(long AppliedIndex, ulong Hash) : StateMachine(AppliedIndex)
{
    public override StateMachine Apply(Entry entry)
    {
        var hash = (Hash ^ (ulong)entry.Term) * 1099511628211UL;
        foreach (var b in entry.Command.Span) hash = (hash ^ b) * 1099511628211UL;
        return new HashMachine(entry.Index, hash);
    }

    public override byte[] Save()
    {
        var data = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(data, AppliedIndex);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(8), Hash);
        return data;
    }

    public override StateMachine Load(Snapshot snapshot)
    {
        var data = snapshot.Data.Span;
        return data.IsEmpty
            ? new HashMachine(0, 0)
            : new HashMachine(BinaryPrimitives.ReadInt64LittleEndian(data), BinaryPrimitives.ReadUInt64LittleEndian(data[8..]));
    }
}
