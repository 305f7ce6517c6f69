using System.Text;
using ChaosService.Engine.Histories.Reading;
using ChaosService.Model.Histories;

namespace ChaosService.Tests.Engine.Histories;

public class HistoryReaderTests
{
    private const string Invoke = """{"index":0,"time":1,"process":3,"type":"invoke","f":"write","key":"k1","value":17}""";
    private const string Ok = """{"index":1,"time":2,"process":3,"type":"ok","f":"write","key":"k1","value":17}""";
    private const string End = """{"time":9,"process":"run","type":"info","f":"ended","value":{"dropped":0}}""";

    private static History Read(params string[] lines) => HistoryReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n")), "h.jsonl");

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
    [InlineData("""{"index":1,"time":2,"process":3,"type":"invoke","f":"read"}""", "process 3 invokes again before its op of line 1 completed")]
    [InlineData("""{"index":1,"time":2,"process":4,"type":"ok","f":"read"}""", "process 4 completes an op that it never invoked")]
    [InlineData("""{"index":1,"time":2,"process":3,"type":"maybe","f":"write"}""", "type is \"maybe\"; invoke, ok, fail or info is expected")]
    [InlineData("""{"index":1,"time":2,"process":3,"type":"ok","f":"read"}""", "process 3 completes read, but its op of line 1 is write")]
    [InlineData("""{"index":7,"time":2,"process":3,"type":"ok","f":"write"}""", "index 7 where 1 is expected")]
    [InlineData("""{"index":1,"process":3,"type":"ok","f":"write"}""", "'time' is missing")]
    [InlineData("""{"index":1,"time":-4,"process":3,"type":"ok","f":"write"}""", "'time' must be a whole number of ns")]
    [InlineData("""{"index":1,"time":2,"process":"ghost","type":"ok","f":"write"}""", "process is \"ghost\"")]
    [InlineData("""{"index":1,"time":2,"process":3,"type":"ok","f":"write","value":1.5}""", "'value' must hold whole numbers")]
    [InlineData("""{"index":1,"time":2,"process":3,"type":"ok","f":"cas","value":[1]}""", "a cas needs the value [from,to]")]
    [InlineData("""{"index":1,"time":2,"process":"nemesis","type":"info","f":"explode","value":{}}""", "\"explode\" is no step of a fault")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{} {}", "more than one JSON value")]
    [InlineData("", "not JSON")]
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

    [Fact]
    public void Broken_pairs_are_forgiven_where_events_were_dropped()
    {
        var history = Read(Invoke, """{"index":1,"time":2,"process":"run","type":"info","f":"dropped","value":{"dropped":2}}""",
            """{"index":2,"time":3,"process":3,"type":"invoke","f":"read","key":"k1"}""", """{"index":3,"time":4,"process":8,"type":"ok","f":"read"}""", End);
        Assert.Equal(2, history.Dropped);
        Assert.Equal(2, history.Ops.Length);
    }
}
