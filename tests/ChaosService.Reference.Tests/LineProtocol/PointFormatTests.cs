using System.Text;
using ChaosService.Reference.Core.Bytes;
using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Tests.LineProtocol;

public sealed class PointFormatTests
{
    private static readonly IReadOnlyList<Point> Points = LineParser.Parse(
        """
        cpu,host=a,region=eu f=1.5,i=-3i,u=18446744073709551615u,b=t,s="x, \"y\"" 1000
        cpu,host=a,region=eu f=-0.0 999
        cpu f=1e300 -9223372036854775808
        cpu,host=b i=9223372036854775807i 9223372036854775806
        """, Precision.Nanosecond, 0).Points;

    [Theory]
    [InlineData(StorageFormat.Rows)]
    [InlineData(StorageFormat.FloatsApart)]
    public void What_is_written_is_read(byte format)
    {
        var read = Read(Write(Points, format), format);

        Assert.Equal(Lines(Points), Lines(read));
        Assert.Same(read[0].Tags, read[1].Tags);
    }

    [Theory]
    [InlineData(StorageFormat.Rows)]
    [InlineData(StorageFormat.FloatsApart)]
    public void No_points_are_a_list_too(byte format) => Assert.Empty(Read(Write([], format), format));

    [Fact]
    public void Floats_of_every_kind_stay_what_they_are_bit_by_bit()
    {
        double[] floats = [0, -0.0, double.Epsilon, double.MaxValue, double.NegativeInfinity, double.NaN, 0.1, 12.5, 12.5];
        Point[] points = [.. floats.Select(f => new Point(0, "m", [], [new("f", FieldValue.Of(f)), new("g", FieldValue.Of(-f))], 1))];

        var read = Read(Write(points, StorageFormat.FloatsApart), StorageFormat.FloatsApart);

        Assert.Equal(points.SelectMany(p => p.Fields), read.SelectMany(p => p.Fields));
    }

    [Fact]
    public void Newer_format_is_shorter_for_measured_values_and_neither_is_read_as_the_other()
    {
        Point[] points =
            [.. Enumerable.Range(0, 100).Select(i => new Point(0, "m", [], [new("f", FieldValue.Of(20 + (i % 40 / 8.0)))], i))];
        var (rows, apart) = (Write(points, StorageFormat.Rows), Write(points, StorageFormat.FloatsApart));

        Assert.InRange(apart.Length, 1, rows.Length * 3 / 4);
        Assert.Throws<FormatException>(() => Read(rows, StorageFormat.FloatsApart));
        Assert.Throws<FormatException>(() => Read(apart, StorageFormat.Rows));
    }

    [Theory]
    [InlineData(StorageFormat.Rows)]
    [InlineData(StorageFormat.FloatsApart)]
    public void Bytes_that_are_cut_off_or_flipped_are_an_error_or_points_and_nothing_else(byte format)
    {
        var bytes = Write(Points, format);
        for (var length = 0; length < bytes.Length; length++) Assert.Throws<FormatException>(() => Read(bytes[..length], format));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var flipped = bytes.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Read(flipped, format);
            }
            catch (FormatException)
            {
                // Whether it is still a list of points is not for the format to say: the log's checksum does.
            }
        }
    }

    [Fact]
    public void First_point_cannot_have_the_tags_of_one_before()
    {
        var bytes = new ByteWriter().Text("t").Count(0).Count(1).Bytes([0, 0, 0]).ToArray();

        var error = Assert.Throws<FormatException>(() => Read(bytes, StorageFormat.Rows));

        Assert.Contains("the first point has the tags of one before it", error.Message);
    }

    private static byte[] Write(IReadOnlyList<Point> points, byte format)
    {
        var to = new ByteWriter();
        PointFormat.Write(to, points, format);
        return to.ToArray();
    }

    private static List<Point> Read(byte[] bytes, byte format)
    {
        var from = new ByteReader(bytes);
        var points = PointFormat.Read(from, format);
        from.End();
        return points;
    }

    private static string Lines(IEnumerable<Point> points)
    {
        var text = new StringBuilder();
        foreach (var point in points) LineWriter.Write(text, point);
        return text.ToString();
    }
}
