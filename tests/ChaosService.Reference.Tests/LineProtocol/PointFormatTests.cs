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

    [Fact]
    public void What_is_written_is_read()
    {
        var read = Read(Write(Points));

        Assert.Equal(Lines(Points), Lines(read));
        Assert.Same(read[0].Tags, read[1].Tags);
    }

    [Fact]
    public void No_points_are_a_list_too() => Assert.Empty(Read(Write([])));

    [Fact]
    public void Bytes_that_are_cut_off_or_flipped_are_an_error_or_points_and_nothing_else()
    {
        var bytes = Write(Points);
        for (var length = 0; length < bytes.Length; length++) Assert.Throws<FormatException>(() => Read(bytes[..length]));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var flipped = bytes.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Read(flipped);
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

        Assert.Contains("the first point has the tags of one before it", Assert.Throws<FormatException>(() => Read(bytes)).Message);
    }

    private static byte[] Write(IReadOnlyList<Point> points)
    {
        var to = new ByteWriter();
        PointFormat.Write(to, points);
        return to.ToArray();
    }

    private static List<Point> Read(byte[] bytes)
    {
        var from = new ByteReader(bytes);
        var points = PointFormat.Read(from);
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
