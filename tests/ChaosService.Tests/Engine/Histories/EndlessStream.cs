namespace ChaosService.Tests.Engine.Histories;

/// <summary>Zeros without end, as <c>/dev/zero</c> has them.</summary>
internal sealed class EndlessStream : MemoryStream
{
    public override int Read(Span<byte> buffer)
    {
        buffer.Clear();
        return buffer.Length;
    }
}
