using ChaosService.Reference.Host.Partitions;
using Google.Protobuf;

namespace ChaosService.Reference.Host.Querying.Fragments;

/// <summary>A request to a partition, on any node.</summary>
/// <typeparam name="T">The items of the answer.</typeparam>
internal abstract record Question<T>
{
    /// <summary>Tells the other node the kind of the encoded request.</summary>
    public abstract string Type { get; }

    public abstract ByteString ToBytes();

    public abstract Part<T> Ask(PartitionStore store);

    public abstract byte[] Write(IReadOnlyList<T> rows);

    /// <exception cref="FormatException">The bytes are not output of <see cref="Write"/>.</exception>
    public abstract IReadOnlyList<T> Read(ReadOnlyMemory<byte> bytes);
}
