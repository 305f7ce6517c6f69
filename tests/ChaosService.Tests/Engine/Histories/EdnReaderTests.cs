using System.IO.Compression;
using System.Text;
using ChaosService.Engine.Histories.Edn;
using ChaosService.Engine.Histories.Reading;
using ChaosService.Model.Histories;
using ChaosService.Model.Transactions;

namespace ChaosService.Tests.Engine.Histories;

public class EdnReaderTests
{
    private const string Two = """
        {:type :invoke, :f :txn, :value [[:append 3 1] [:r :k nil]], :time 10, :process 0, :index 0}
        {:type :ok, :f :txn, :value [[:append 3 1] [:r :k [7 -8]]], :time 20, :process 0, :index 1}
        {:type :info, :f :start-partition, :value {:n1 #{"n2"}}, :time 22, :process :nemesis, :index 2, :error "a ] and \" a }"}
        {:type :invoke, :f :txn, :value [[:append "s" 5]], :time 30, :process 1, :index 3}
        {:type :info, :f :txn, :value nil, :error [:timeout "x"], :time 40, :process 1, :index 4}

        """;

    [Fact]
    public void Ops_become_transactions_with_their_answers_and_the_nemesis_is_passed_over()
    {
        var history = Read(Two);
        Assert.Equal(["append 3 1, r :k [7 -8]", "append \"s\" 5"], Texts(history));
        Assert.Equal(
            [new Transaction(0, 1, 10, 20, OpType.Ok, 0, 2), new Transaction(1, 4, 30, long.MaxValue, OpType.Info, 2, 1)],
            history.Transactions.ToArray());
    }

    [Fact]
    public void One_vector_records_comments_and_ops_of_several_lines_say_the_same()
    {
        var expected = Texts(Read(Two));
        Assert.Equal(expected, Texts(Read($"[{Two}]\n")));
        Assert.Equal(expected, Texts(Read($"; a history\n[{Two.Replace("\n", " ")}]")));
        Assert.Equal(expected, Texts(Read(Two.Replace("{:type", "#jepsen.history.Op{:type"))));
        Assert.Equal(expected, Texts(Read(Two.Replace(", ", "\r\n   ,"))));
        Assert.Equal(expected, Texts(Read(Two.TrimEnd())));
    }

    [Fact]
    public void Gzip_is_read_like_the_plain_text()
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(Two));
        zipped.Position = 0;
        Assert.Equal(Texts(Read(Two)), Texts(EdnReader.Read(zipped, "h.edn.gz")));
        var cut = new MemoryStream(zipped.ToArray()[..60]);
        Assert.StartsWith("h.edn.gz", Assert.Throws<HistoryFormatException>(() => EdnReader.Read(cut, "h.edn.gz")).Message);
    }

    [Fact]
    public void Nil_that_was_read_is_an_empty_list_and_is_unknown_where_the_outcome_is()
    {
        const string Ops = """
            {:type :invoke, :process 0, :f :txn, :value [[:r x nil]]}
            {:type :ok, :process 0, :f :txn, :value [[:r x nil]]}
            """;
        Assert.Equal(["r x []"], Texts(Read(Ops)));
        Assert.Equal(["r x ?"], Texts(Read(Ops.Replace(":ok", ":info"))));
    }

    [Fact]
    public void Without_times_the_order_of_ops_is_the_clock_even_on_one_line()
    {
        var history = Read("""
            {:type :invoke, :process 0, :f :txn, :value [[:append x 1]]} {:type :ok, :process 0, :f :txn, :value [[:append x 1]]}
            {:type :invoke, :process 1, :f :txn, :value [[:append x 2]]}
            """);
        Assert.Equal([(1L, 2L), (3L, long.MaxValue)], history.Transactions.ToArray().Select(t => (t.Invoked, t.Completed)));
    }

    [Theory]
    [InlineData("garbage", "'{' is expected where an op begins, and there is `garbage`")]
    [InlineData("{:type :invoke, :process 0, :f :txn, :value [[:append x 1]]} tail",
        "'{' is expected where an op begins, and there is `tail`")]
    [InlineData("{:type :maybe, :process 0, :f :txn, :value []}", "an op's :type is :invoke, :ok, :fail or :info, and here it is `:maybe`")]
    [InlineData("{:process 0, :f :txn, :value []}", "an op's :type is :invoke, :ok, :fail or :info, and here it is missing")]
    [InlineData("{:type :invoke, :f :txn, :value []}",
        "an op's :process is a number, or a keyword such as :nemesis, and here it is missing")]
    [InlineData("{:type :invoke, :process 9, :f :read, :value nil}", "a transaction's :f is :txn, and here it is `:read`")]
    [InlineData("{:type :ok, :process 9, :f :txn, :value []}", "process 9 completes an op that it did not invoke")]
    [InlineData("{:type :invoke, :process 0, :time 7, :f :txn, :value []}", "the op has a :time, and those before have none")]
    [InlineData("{:type :ok, :process 5, :f :txn, :value nil}", "a transaction that is :ok has no :value")]
    [InlineData("{:type :ok, :process 5, :f :txn, :value 7}",
        "'[' is expected where the micro-ops of a transaction begin, and there is `7`")]
    [InlineData("{:type :ok, :process 5, :f :txn, :value [[:w x 1]]}",
        "a micro-op of the model list-append is [:append key element] or [:r key list], and here it is `:w`")]
    [InlineData("{:type :ok, :process 5, :f :txn, :value [[:r x 1]]}", "a read's value is a list or nil, and here it is `1`")]
    [InlineData("{:type :ok, :process 5, :f :txn, :value [[:r x [1.5]]]}",
        "an element of a list must be a whole number of 64 bits, and is `1.5`")]
    [InlineData("{:type :ok, :process 5, :f :txn, :value [[:append x 99999999999999999999]]}",
        "an appended element must be a whole number of 64 bits, and is `99999999999999999999`")]
    public void Line_that_is_no_op_is_named(string line, string message)
    {
        const string Before = "{:type :invoke, :process 5, :f :txn, :value [[:r x nil]]}\n";
        const string After = "{:type :invoke, :process 6, :f :txn, :value [[:r x nil]]}\n";
        var e = Assert.Throws<HistoryFormatException>(() => Read($"{Before}{line}\n{After}"));
        Assert.Equal($"history.edn:2: {message}", e.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("; nothing\n")]
    [InlineData("[]")]
    public void File_without_an_op_is_no_history(string text) =>
        Assert.Equal(
            "history.edn: there is no op in it; a history has at least one",
            Assert.Throws<HistoryFormatException>(() => Read(text)).Message);

    [Fact]
    public void Op_that_is_never_closed_is_named_by_its_first_line()
    {
        foreach (var text in new[] { Two[..^20], Two.Replace("[[:append \"s\" 5]]", "[[:append \"s\" 5]"), $"[{Two}" })
            Assert.StartsWith("history.edn:", Assert.Throws<HistoryFormatException>(() => Read(text)).Message);
        var open = Two.Replace(":index 1}", ":index 1") + string.Concat(Enumerable.Repeat("\n", 2000));
        Assert.StartsWith("history.edn:2: ", Assert.Throws<HistoryFormatException>(() => Read(open)).Message);
    }

    [Fact]
    public void Text_that_is_damaged_anywhere_is_read_or_refused_but_never_crashes()
    {
        const string Damage = "[]{}()\"\\;#:, \nx1nil";
        var random = new ChaosService.Model.Randomness.SeededRandom(7);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(Two);
            for (var n = random.Next(3); n >= 0; n--) bytes[random.Next(bytes.Length)] = (byte)Damage[random.Next(Damage.Length)];
            try
            {
                EdnReader.Read(new MemoryStream(bytes), "h");
            }
            catch (HistoryFormatException e)
            {
                Assert.StartsWith("h", e.Message);
            }
        }
    }

    private static TransactionHistory Read(string edn) => EdnReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(edn)), "history.edn");

    private static string[] Texts(TransactionHistory history) =>
        [.. Enumerable.Range(0, history.Count).Select(t => string.Join(", ", history.MicroOpsOf(t).ToArray().Select(o =>
            o.Appends ? $"append {history.Keys[o.Key]} {o.Element}"
            : $"r {history.Keys[o.Key]} {(o.Reads ? $"[{string.Join(' ', history.ListOf(o).ToArray())}]" : "?")}")))];
}
