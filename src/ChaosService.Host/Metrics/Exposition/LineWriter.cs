using System.Buffers;
using System.Globalization;

namespace ChaosService.Host.Metrics.Exposition;

/// <summary>Writes lines straight into the buffers that go out.</summary>
internal readonly ref struct LineWriter(IBufferWriter<byte> output)
{
    /// <summary>Longer than any number and its line's end.</summary>
    private const int NumberMax = 40;

    public void Bytes(ReadOnlySpan<byte> bytes) => output.Write(bytes);

    /// <param name="sample">Name and labels, up to the space before the number.</param>
    public void Line(byte[] sample, double value)
    {
        var place = output.GetSpan(sample.Length + NumberMax);
        sample.CopyTo(place);
        var length = sample.Length + Number(place[sample.Length..], value);
        place[length] = (byte)'\n';
        output.Advance(length + 1);
    }

    private static int Number(Span<byte> place, double value)
    {
        if (double.IsFinite(value))
        {
            // Whole numbers are most of them, and have a faster way.
            var whole = (long)value;
            var written = 0;
            var fits = whole == value ? whole.TryFormat(place, out written, default, CultureInfo.InvariantCulture) : value.TryFormat(place, out written, default, CultureInfo.InvariantCulture);
            return fits ? written : throw new InvalidOperationException($"{value} has more characters than {NumberMax}");
        }
        var word = double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8;
        word.CopyTo(place);
        return word.Length;
    }
}
