namespace ChaosService.Model.Configuration;

/// <summary>A size with a unit, as options have it: <c>10GiB</c>.</summary>
public readonly record struct ByteSize(long Bytes)
{
    public static ByteSize GiB(int count) => new((long)count << 30);

    public override string ToString() => Quantity.FormatBytes(Bytes);
}
