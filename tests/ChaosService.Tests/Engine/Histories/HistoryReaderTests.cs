using System.Text;
using ChaosService.Engine.Histories.Reading;
using ChaosService.Model.Histories;

namespace ChaosService.Tests.Engine.Histories;

public class HistoryReaderTests
{
    private const string Invoke = """{"index":0,"time":1,"process":3,"type":"invoke","f":"write","key":"k1","value":17}""";
    private const string Ok = """{"index":1,"time":2,"process":3,"type":"ok","f":"write","key":"k1","value":17}""";
    private const string End = """{"time":9,"process":"run","type":"info","f":"ended","value":{"dropped":0}}""";

    private static History Read(params string[] lines) =>
        HistoryReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n")), "h.jsonl");

    private static string Error(params string[] lines) => Assert.Throws<HistoryFormatException>(() => Read(lines)).Message;

    [Fact]
    public void Line_of_garbage_is_named_with_what_stands_there()
    {
        var message = Error(Invoke, "garbage: 12", Ok);
        Assert.StartsWith("h.jsonl:2: not JSON; an op such as {", message);
        Assert.EndsWith("found: garbage: 12", message);
    }

    [Fact]
    public void Long_garbage_is_shortened() => Assert.True(Error(Invoke, new string('x', 10_000)).Length < 300);

    [Theory]
    [InlineData(
        """{"index":1,"time":2,"process":3,"type":"invoke","f":"read"}""", "process 3 invokes again before its op of line 1 completed")]
    [InlineData("""{"index":1,"time":2,"process":4,"type":"ok","f":"read"}""", "process 4 completes an op that it never invoked")]
    [InlineData(
        """{"index":1,"time":2,"process":3,"type":"maybe","f":"write"}""", "type is \"maybe\"; invoke, ok, fail or info is expected")]
    [InlineData("""{"index":1,"time":2,"process":3,"type":"ok","f":"read"}""", "process 3 completes read, but its op of line 1 is write")]
    [InlineData("""{"index":7,"time":2,"process":3,"type":"ok","f":"write"}""", "index 7 where 1 is expected")]
    [InlineData("""{"index":1,"process":3,"type":"ok","f":"write"}""", "'time' is missing")]
    [InlineData("""{"index":1,"time":-4,"process":3,"type":"ok","f":"write"}""", "'time' must be a whole number of ns")]
    [InlineData("""{"index":1,"time":2,"process":"ghost","type":"ok","f":"write"}""", "process is \"ghost\"")]
    [InlineData("""{"index":1,"time":2,"process":3,"type":"ok","f":"write","value":1e999}""", "1e999 in 'value' is too big for a float")]
    [InlineData("""{"index":1,"time":2,"process":3,"type":"ok","f":"write","value":01.5}""", "not JSON")]
    [InlineData("""{"index":1,"time":2,"process":3,"type":"ok","f":"write","value":True}""", "not JSON")]
    [InlineData("""{"index":1,"time":2,"process":3,"type":"ok","f":"write","value":{"a":1,"a":2}}""", "a key stands there twice")]
    [InlineData("""{"index":1,"time":2,"process":3,"type":"ok","f":"write","value":"\ud800"}""", "is half a character")]
    [InlineData("""{"index":1,"time":2,"process":3,"type":"ok","f":"cas","value":[1]}""", "a cas needs the value [from,to]")]
    [InlineData("""{"index":1,"time":2,"process":"nemesis","type":"info","f":"explode","value":{}}""", "\"explode\" is no step of a fault")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{} {}", "more than one JSON value")]
    [InlineData("", "the line is blank")]
    [InlineData(" \t\r", "the line is blank")]
    [InlineData("""{"index":1,"time":2,"process":3,"type":"ok","f":"write","key":12}""", "'key' must be text, such as \"12\", and is a n")]
    [InlineData("""{"index":1,"time":2,"process":-1,"type":"invoke","f":"read"}""", "'process' must be a whole number from 0 on")]
    [InlineData("""{"index":1,"time":0.002,"process":3,"type":"ok","f":"write"}""", "'time' must be a whole number of ns")]
    [InlineData("""{"index":1,"time":2,"process":4,"type":"invoke","f":"add"}""", "an add needs a value")]
    [InlineData("""{"index":1,"time":2,"process":4,"type":"invoke","f":"cas","value":7}""", "a cas needs the value [from,to]")]
    [InlineData("""{"index":1,"time":2,"process":4,"type":"invoke","f":"cas","value":["a","b","c"]}""", "a cas needs the value [from,to]")]
    [InlineData("""{"index":1,"time":2,"process":4,"type":"invoke","f":"add","value":9223372036854775808}""", "at most 922337203685477580")]
    [InlineData("""{"index":1,"time":2,"process":4,"type":"invoke","f":"write","value":-9223372036854775808}""", "must be above -9223")]
    [InlineData("""{"index":1,"time":2,"process":3,"type":"ok","type":"fail","f":"write"}""", "a key stands there twice")]
    [InlineData("""{"index":1,"time":2,"process":3,"type":"ok","f":"write","key":"\ud800"}""", "is half a character")]
    [InlineData("{:index 1, :time 2, :process 3, :type :ok, :f :write}", "not JSON but EDN")]
    [InlineData("[{\"index\":1}]", "not a JSON object but a list of them")]
    [InlineData("\uFEFF{}", "a byte order mark, which only the file may begin with")]
    public void Wrong_line_is_named_with_what_is_expected(string line, string expected)
    {
        var message = Error(Invoke, line, End);
        Assert.StartsWith("h.jsonl:2: ", message);
        Assert.Contains(expected, message);
    }

    [Fact]
    public void Missing_empty_and_unreadable_files_are_clear_errors()
    {
        var directory = Directory.CreateTempSubdirectory("history-");
        var path = Path.Combine(directory.FullName, "h.jsonl");
        Assert.Contains("there is no such file", Assert.Throws<HistoryFormatException>(() => HistoryReader.Read(path)).Message);
        File.WriteAllBytes(path, []);
        Assert.Contains("the file is empty", Assert.Throws<HistoryFormatException>(() => HistoryReader.Read(path)).Message);
        Assert.Contains("cannot be read", Assert.Throws<HistoryFormatException>(() => HistoryReader.Read(directory.FullName)).Message);
        directory.Delete(recursive: true);
    }

    [Fact]
    public void File_that_is_no_history_is_an_error_even_without_a_line_end() =>
        Assert.Throws<HistoryFormatException>(() => HistoryReader.Read(new MemoryStream("hello"u8.ToArray()), "h"));

    [Fact]
    public void Half_a_last_line_is_a_cut()
    {
        var bytes = Encoding.UTF8.GetBytes(Invoke + "\n" + Ok[..30]);
        var history = HistoryReader.Read(new MemoryStream(bytes), "h");
        Assert.Equal("the history is cut off in line 2", history.Truncation);
        Assert.Equal(OpType.Info, Assert.Single(history.Ops.ToArray()).Outcome);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"network-healed\"")]
    [InlineData("[\"isolated\",{\"n1\":[\"n2\",\"n3\"]}]")]
    [InlineData("{\"n1\":\"killed\"}")]
    public void Words_of_another_tool_s_nemesis_say_nothing(string value)
    {
        var step = $$"""{"index":1,"time":2,"process":"nemesis","type":"info","f":"start-partition","value":{{value}}}""";
        var history = Read(Invoke, step, End);
        Assert.Null(history.Truncation);
        Assert.Empty(history.FaultEvents);
    }

    [Fact]
    public void Process_may_go_on_after_an_unknown_outcome()
    {
        const string Next = """{"index":2,"time":3,"process":3,"type":"invoke","f":"read","key":"k1"}""";
        Assert.Equal(2, Read(Invoke, Ok.Replace("\"ok\"", "\"info\""), Next, End).Ops.Length);
    }

    [Fact]
    public void Lines_after_the_end_marker_make_the_history_doubtful()
    {
        var history = Read(Invoke, Ok, End, """{"time":10,"process":4,"type":"invoke","f":"read","key":"k1"}""");
        Assert.Equal("the history goes on after its end marker, and has none after line 4", history.Truncation);
    }

    [Fact]
    public void Message_shows_whole_characters() => Assert.DoesNotContain('\uFFFD', Error(Invoke, $"x{new string('я', 100)}"));

    [Fact]
    public void Line_without_end_is_no_history()
    {
        using var blocks = new LineBlocks(new EndlessStream(), lineBytesMax: 1 << 20);
        Assert.Contains("a line is longer than 1 MiB", Assert.Throws<InvalidDataException>(() => blocks.Take().Count()).Message);
    }

    [Fact]
    public void Broken_pairs_are_forgiven_where_events_were_dropped()
    {
        var history = Read(Invoke, """{"index":1,"time":2,"process":"run","type":"info","f":"dropped","value":{"dropped":2}}""",
            """{"index":2,"time":3,"process":3,"type":"invoke","f":"read","key":"k1"}""",
            """{"index":3,"time":4,"process":8,"type":"ok","f":"read"}""", End);
        Assert.Equal(2, history.Dropped);
        Assert.Equal(2, history.Ops.Length);
    }
}
