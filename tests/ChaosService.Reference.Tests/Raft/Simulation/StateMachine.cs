using System.Buffers.Binary;
using ChaosService.Reference.Core.Raft.Log;

namespace ChaosService.Reference.Tests.Raft.Simulation;

/// <summary>How far a server has applied, and a hash of everything that it applied in its order.</summary>
internal readonly record struct StateMachine(long AppliedIndex, ulong Hash)
{
    public StateMachine Apply(Entry entry)
    {
        var hash = (Hash ^ (ulong)entry.Term) * 1099511628211UL;
        foreach (var b in entry.Command.Span) hash = (hash ^ b) * 1099511628211UL;
        return new(entry.Index, hash);
    }

    public byte[] Save()
    {
        var data = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(data, AppliedIndex);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(8), Hash);
        return data;
    }

    public static StateMachine Load(Snapshot snapshot)
    {
        var data = snapshot.Data.Span;
        return data.IsEmpty
            ? default
            : new(BinaryPrimitives.ReadInt64LittleEndian(data), BinaryPrimitives.ReadUInt64LittleEndian(data[8..]));
    }
}
