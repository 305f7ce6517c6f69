using System.Text;
using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Tests.LineProtocol;

public sealed class LineParserTests
{
    private const long Now = 1_700_000_000_000_000_000;

    [Fact]
    public void Line_has_a_table_tags_fields_and_a_time()
    {
        var point = One("cpu,host=a,region=eu usage=0.5,count=3i 1600000000000000000");

        Assert.Equal(("cpu", "a", "eu", 1_600_000_000_000_000_000), (point.Table, point.Tag("host"), point.Tag("region"), point.Time));
        Assert.Equal([new("usage", FieldValue.Of(0.5)), new("count", FieldValue.Of(3L))], point.Fields);
    }

    [Theory]
    [InlineData("m f=1", FieldKind.Float, "1")]
    [InlineData("m f=-1.5e-3", FieldKind.Float, "-0.0015")]
    [InlineData("m f=-9223372036854775808i", FieldKind.Integer, "-9223372036854775808")]
    [InlineData("m f=18446744073709551615u", FieldKind.Unsigned, "18446744073709551615")]
    [InlineData("m f=t", FieldKind.Boolean, "True")]
    [InlineData("m f=FALSE", FieldKind.Boolean, "False")]
    [InlineData("m f=\"a b,c=d\"", FieldKind.Text, "a b,c=d")]
    [InlineData("m f=\"\"", FieldKind.Text, "")]
    [InlineData("m f=\"say \\\"hi\\\" C:\\\\x \\n\"", FieldKind.Text, "say \"hi\" C:\\x \\n")]
    [InlineData("m f=\"two\nlines\"", FieldKind.Text, "two\nlines")]
    internal void Value_has_the_type_that_it_is_written_in(string line, FieldKind kind, string value)
    {
        var field = One(line).Fields[0].Value;

        Assert.Equal(kind, field.Kind);
        Assert.Equal(value, kind switch
        {
            FieldKind.Float => $"{field.Float}",
            FieldKind.Integer => $"{field.Integer}",
            FieldKind.Unsigned => $"{field.Unsigned}",
            FieldKind.Boolean => $"{field.Boolean}",
            _ => field.Text,
        });
    }

    [Theory]
    [InlineData(@"my\ table,t\,k=v\=1 f\ x=1", "my table", "t,k", "v=1", "f x")]
    [InlineData(@"a\b,t=c\\d f=1", @"a\b", "t", @"c\d", "f")]
    [InlineData("""m,"t"='v' f=1""", "m", "\"t\"", "'v'", "f")]
    [InlineData("m=1,t=🍭 f=1", "m=1", "t", "🍭", "f")]
    public void Names_are_read_with_their_escapes(string line, string table, string tag, string value, string field)
    {
        var point = One(line);

        Assert.Equal((table, tag, value, field), (point.Table, point.Tags[0].Key, point.Tags[0].Value, point.Fields[0].Key));
    }

    [Theory]
    [InlineData("second", "1600000000", 1_600_000_000_000_000_000)]
    [InlineData("millisecond", "1600000000", 1_600_000_000_000_000)]
    [InlineData("microsecond", "1600000000", 1_600_000_000_000)]
    [InlineData("nanosecond", "1600000000", 1_600_000_000)]
    [InlineData("ms", "-5", -5_000_000)]
    [InlineData("auto", "4999999999", 4_999_999_999_000_000_000)]
    [InlineData("auto", "5000000000", 5_000_000_000_000_000)]
    [InlineData("auto", "-5000000000000", -5_000_000_000_000_000)]
    [InlineData("auto", "5000000000000000", 5_000_000_000_000_000)]
    [InlineData("auto", "-9223372036854775808", long.MinValue)]
    public void Timestamp_is_read_in_its_precision(string precision, string timestamp, long expected) =>
        Assert.Equal(expected, Assert.Single(LineParser.Parse($"m f=1 {timestamp}", Timestamps.Named(precision)!.Value, Now).Points).Time);

    [Fact]
    public void Unknown_precision_has_no_meaning() => Assert.Null(Timestamps.Named("hour"));

    [Fact]
    public void Line_without_a_timestamp_is_of_now() => Assert.Equal(Now, One("m f=1").Time);

    [Theory]
    [InlineData(",t=a f=1", "the table has no name")]
    [InlineData("m", "there are no fields")]
    [InlineData("m,t=a", "there are no fields")]
    [InlineData("m ", "a field has no name")]
    [InlineData("m,t= f=1", "tag 't' has no value")]
    [InlineData("m,t f=1", "tag 't' has no value")]
    [InlineData("m,=a f=1", "a tag has no name")]
    [InlineData("m,t=a=b f=1", "tag 't': an equals sign in a value is written \\=")]
    [InlineData("m,t=a,t=b f=1", "tag 't' is there twice")]
    [InlineData("m f=1,f=2", "field 'f' is there twice")]
    [InlineData("m,f=a f=1", "'f' is a tag and a field")]
    [InlineData("m time=1", "a field cannot be called 'time'")]
    [InlineData("m,time=1 f=1", "a tag cannot be called 'time'")]
    [InlineData("m f=", "field 'f' has no value")]
    [InlineData("m f", "field 'f' has no value")]
    [InlineData("m f=1,", "a field has no name")]
    [InlineData("m f=NaN", "field 'f': 'NaN' is no number")]
    [InlineData("m f=1e999", "field 'f': '1e999' is no number")]
    [InlineData("m f=-1u", "field 'f': '-1u' is no number")]
    [InlineData("m f=9223372036854775808i", "field 'f': '9223372036854775808i' is no number")]
    [InlineData("m f=\"open", "the text has no closing quote")]
    [InlineData("m f=\"a\"b", "'b' after field 'f'")]
    [InlineData("m f=1 soon", "'soon' is no timestamp")]
    [InlineData("m f=1 1 2", "'1' is no timestamp")]
    [InlineData("m f=1 9223372036854775808", "'9223372036854775808' is no timestamp")]
    public void Bad_line_says_what_is_wrong_with_it(string line, string expected)
    {
        var parsed = LineParser.Parse(line, Precision.Nanosecond, Now);

        Assert.Empty(parsed.Points);
        var error = Assert.Single(parsed.Errors);
        Assert.StartsWith(expected, error.ErrorMessage);
        Assert.Equal((line, 1), (error.OriginalLine, error.LineNumber));
    }

    [Fact]
    public void Timestamp_beyond_all_times_is_an_error() => Assert.StartsWith(
        "the timestamp 99999999999 cannot be counted",
        Assert.Single(LineParser.Parse("m f=1 99999999999", Precision.Second, Now).Errors).ErrorMessage);

    [Fact]
    public void Bad_lines_are_named_by_number_and_spoil_no_other()
    {
        var parsed = LineParser.Parse("# all\r\n\r\nm f=1\r\n  m f=\"two\nlines\"\nbad\n\nm f=\"open\nm f=2\r\n", Precision.Auto, Now);

        Assert.Equal([3, 4, 9], parsed.Points.Select(p => p.Line));
        Assert.Equal([("bad", 6), ("m f=\"open", 8)], parsed.Errors.Select(e => (e.OriginalLine, e.LineNumber)));
    }

    /// <summary>Of names and texts that are made of what must be escaped.</summary>
    [Fact]
    public void Point_that_is_written_reads_the_same_again()
    {
        var random = new Random(4711);
        for (var i = 0; i < 5_000; i++)
        {
            var point = new Point(
                1, "t" + Word(), [.. Keys("a").Select(k => KeyValuePair.Create(k, "v" + Word()))],
                [.. Keys("b").Select(k => KeyValuePair.Create(k, Value()))], random.NextInt64(long.MinValue, long.MaxValue));
            var text = new StringBuilder();
            LineWriter.Write(text, point);

            var parsed = LineParser.Parse(text.ToString(), Precision.Nanosecond, Now);

            Assert.True(parsed.Errors.Count == 0, $"{text}: {string.Join(' ', parsed.Errors)}");
            var read = Assert.Single(parsed.Points);
            Assert.Equal((point.Table, point.Time), (read.Table, read.Time));
            Assert.Equal(point.Tags, read.Tags);
            Assert.Equal(point.Fields, read.Fields);
        }

        string Word() => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => ",= \\\"#aé🍭 "[random.Next(8)]));
        List<string> Keys(string first) =>
            [.. Enumerable.Range(1, 1 + random.Next(3)).Select(n => $"{first}{n}{Word()}").Order(StringComparer.Ordinal)];
        FieldValue Value() => random.Next(5) switch
        {
            0 => FieldValue.Of(random.NextInt64(long.MinValue, long.MaxValue)),
            1 => FieldValue.Of((ulong)random.NextInt64(long.MinValue, long.MaxValue)),
            2 => FieldValue.Of(random.Next(2) == 0),
            3 => FieldValue.Of((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 300))),
            _ => FieldValue.Of(Word() + "\n" + Word()),
        };
    }

    /// <summary>Whatever comes, every line is a point, an error, empty or a comment, and nothing is thrown.</summary>
    [Fact]
    public void Any_text_is_read_without_falling_over()
    {
        var random = new Random(815);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => "m,t=f 1iu.\"\\\n\r#e-"[random.Next(17)]));

            var parsed = LineParser.Parse(text, Precision.Auto, Now);

            var numbers = parsed.Points.Select(p => p.Line).Concat(parsed.Errors.Select(e => e.LineNumber)).ToList();
            var lines = text.Count(c => c == '\n') + 1;
            Assert.True(numbers.Distinct().Count() == numbers.Count && numbers.All(n => n >= 1 && n <= lines), text);
        }
    }

    private static Point One(string line)
    {
        var parsed = LineParser.Parse(line, Precision.Nanosecond, Now);
        Assert.Empty(parsed.Errors);
        return Assert.Single(parsed.Points);
    }
}
