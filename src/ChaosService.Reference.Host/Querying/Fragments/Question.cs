using ChaosService.Reference.Host.Partitions;
using Google.Protobuf;

namespace ChaosService.Reference.Host.Querying.Fragments;

/// <summary>What a partition is asked, wherever it is.</summary>
/// <typeparam name="T">Of what the answer consists.</typeparam>
internal abstract record Question<T>
{
    /// <summary>By which the other node knows what the bytes are.</summary>
    public abstract string Type { get; }

    public abstract ByteString ToBytes();

    public abstract Part<T> Ask(PartitionStore store);

    public abstract byte[] Write(IReadOnlyList<T> rows);

    /// <exception cref="FormatException">The bytes are not what <see cref="Write"/> gives.</exception>
    public abstract IReadOnlyList<T> Read(ReadOnlyMemory<byte> bytes);
}
