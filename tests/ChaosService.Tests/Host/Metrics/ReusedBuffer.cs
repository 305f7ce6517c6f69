using System.Buffers;

namespace ChaosService.Tests.Host.Metrics;

/// <summary>A buffer that is there already, so that what is measured is the writer.</summary>
internal sealed class ReusedBuffer(int size) : IBufferWriter<byte>
{
    private readonly byte[] _bytes = new byte[size];
    private int _length;

    public void Clear() => _length = 0;

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0) => _bytes.AsMemory(_length);

    public Span<byte> GetSpan(int sizeHint = 0) => _bytes.AsSpan(_length);
}
