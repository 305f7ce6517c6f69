using System.Text;
using ChaosService.Checking.Transactions.ListAppend;
using ChaosService.Engine.Histories.Edn;
using ChaosService.Model.Transactions;
using ChaosService.Model.Verdicts;

namespace ChaosService.Tests.Checking.Transactions;

/// <summary>
/// The smallest history of each anomaly, written from its published description: Adya's thesis for G0 to G2, Elle's paper for those that
/// only lists show and for the orders of processes and of time. Each gives its name, and the level that it is the first to break.
/// </summary>
public class PublishedAnomalyTests
{
    /// <summary>Two transactions at once: both are invoked, then both complete.</summary>
    private const string G0 = """
        {:type :invoke, :process 0, :f :txn, :value [[:append x 1] [:append y 1]]}
        {:type :invoke, :process 1, :f :txn, :value [[:append x 2] [:append y 2]]}
        {:type :ok, :process 0, :f :txn, :value [[:append x 1] [:append y 1]]}
        {:type :ok, :process 1, :f :txn, :value [[:append x 2] [:append y 2]]}
        {:type :invoke, :process 2, :f :txn, :value [[:r x nil] [:r y nil]]}
        {:type :ok, :process 2, :f :txn, :value [[:r x [1 2]] [:r y [2 1]]]}
        """;

    private const string G1a = """
        {:type :invoke, :process 0, :f :txn, :value [[:append x 1]]}
        {:type :fail, :process 0, :f :txn, :value [[:append x 1]]}
        {:type :invoke, :process 1, :f :txn, :value [[:r x nil]]}
        {:type :ok, :process 1, :f :txn, :value [[:r x [1]]]}
        """;

    private const string G1b = """
        {:type :invoke, :process 0, :f :txn, :value [[:append x 1] [:append x 2]]}
        {:type :invoke, :process 1, :f :txn, :value [[:r x nil]]}
        {:type :ok, :process 0, :f :txn, :value [[:append x 1] [:append x 2]]}
        {:type :ok, :process 1, :f :txn, :value [[:r x [1]]]}
        """;

    private const string G1c = """
        {:type :invoke, :process 0, :f :txn, :value [[:append x 1] [:r y nil]]}
        {:type :invoke, :process 1, :f :txn, :value [[:append y 1] [:r x nil]]}
        {:type :ok, :process 0, :f :txn, :value [[:append x 1] [:r y [1]]]}
        {:type :ok, :process 1, :f :txn, :value [[:append y 1] [:r x [1]]]}
        """;

    /// <summary>Read skew: one of two appends of a transaction is seen.</summary>
    private const string GSingle = """
        {:type :invoke, :process 0, :f :txn, :value [[:append x 1] [:append y 1]]}
        {:type :invoke, :process 1, :f :txn, :value [[:r x nil] [:r y nil]]}
        {:type :ok, :process 0, :f :txn, :value [[:append x 1] [:append y 1]]}
        {:type :ok, :process 1, :f :txn, :value [[:r x []] [:r y [1]]]}
        {:type :invoke, :process 2, :f :txn, :value [[:r x nil]]}
        {:type :ok, :process 2, :f :txn, :value [[:r x [1]]]}
        """;

    private const string LostUpdate = """
        {:type :invoke, :process 0, :f :txn, :value [[:r x nil] [:append x 1]]}
        {:type :invoke, :process 1, :f :txn, :value [[:r x nil] [:append x 2]]}
        {:type :ok, :process 0, :f :txn, :value [[:r x []] [:append x 1]]}
        {:type :ok, :process 1, :f :txn, :value [[:r x []] [:append x 2]]}
        {:type :invoke, :process 2, :f :txn, :value [[:r x nil]]}
        {:type :ok, :process 2, :f :txn, :value [[:r x [1 2]]]}
        """;

    /// <summary>Long fork: two readers see two independent appends in opposite orders.</summary>
    private const string GNonadjacent = """
        {:type :invoke, :process 0, :f :txn, :value [[:append x 1]]}
        {:type :invoke, :process 1, :f :txn, :value [[:append y 1]]}
        {:type :invoke, :process 2, :f :txn, :value [[:r x nil] [:r y nil]]}
        {:type :invoke, :process 3, :f :txn, :value [[:r x nil] [:r y nil]]}
        {:type :ok, :process 0, :f :txn, :value [[:append x 1]]}
        {:type :ok, :process 1, :f :txn, :value [[:append y 1]]}
        {:type :ok, :process 2, :f :txn, :value [[:r x [1]] [:r y nil]]}
        {:type :ok, :process 3, :f :txn, :value [[:r x nil] [:r y [1]]]}
        """;

    /// <summary>Write skew: snapshot isolation allows it.</summary>
    private const string G2Item = """
        {:type :invoke, :process 0, :f :txn, :value [[:r x nil] [:append y 1]]}
        {:type :invoke, :process 1, :f :txn, :value [[:r y nil] [:append x 1]]}
        {:type :ok, :process 0, :f :txn, :value [[:r x []] [:append y 1]]}
        {:type :ok, :process 1, :f :txn, :value [[:r y []] [:append x 1]]}
        {:type :invoke, :process 2, :f :txn, :value [[:r x nil] [:r y nil]]}
        {:type :ok, :process 2, :f :txn, :value [[:r x [1]] [:r y [1]]]}
        """;

    private const string Internal = """
        {:type :invoke, :process 0, :f :txn, :value [[:append x 1] [:r x nil]]}
        {:type :ok, :process 0, :f :txn, :value [[:append x 1] [:r x []]]}
        {:type :invoke, :process 1, :f :txn, :value [[:r x nil]]}
        {:type :ok, :process 1, :f :txn, :value [[:r x [1]]]}
        """;

    private const string FutureRead = """
        {:type :invoke, :process 0, :f :txn, :value [[:r x nil] [:append x 1]]}
        {:type :ok, :process 0, :f :txn, :value [[:r x [1]] [:append x 1]]}
        """;

    private const string DirtyUpdate = """
        {:type :invoke, :process 0, :f :txn, :value [[:append x 1]]}
        {:type :fail, :process 0, :f :txn, :value [[:append x 1]]}
        {:type :invoke, :process 1, :f :txn, :value [[:append x 2]]}
        {:type :ok, :process 1, :f :txn, :value [[:append x 2]]}
        {:type :invoke, :process 2, :f :txn, :value [[:r x nil]]}
        {:type :ok, :process 2, :f :txn, :value [[:r x [1 2]]]}
        """;

    private const string DuplicateElements = """
        {:type :invoke, :process 0, :f :txn, :value [[:append x 1]]}
        {:type :ok, :process 0, :f :txn, :value [[:append x 1]]}
        {:type :invoke, :process 1, :f :txn, :value [[:r x nil]]}
        {:type :ok, :process 1, :f :txn, :value [[:r x [1 1]]]}
        """;

    private const string IncompatibleOrder = """
        {:type :invoke, :process 0, :f :txn, :value [[:append x 1]]}
        {:type :invoke, :process 1, :f :txn, :value [[:append x 2]]}
        {:type :ok, :process 0, :f :txn, :value [[:append x 1]]}
        {:type :ok, :process 1, :f :txn, :value [[:append x 2]]}
        {:type :invoke, :process 2, :f :txn, :value [[:r x nil]]}
        {:type :ok, :process 2, :f :txn, :value [[:r x [1 2]]]}
        {:type :invoke, :process 3, :f :txn, :value [[:r x nil]]}
        {:type :ok, :process 3, :f :txn, :value [[:r x [2 1]]]}
        """;

    private const string CyclicVersions = """
        {:type :invoke, :process 0, :f :txn, :value [[:append x 1] [:append x 2]]}
        {:type :ok, :process 0, :f :txn, :value [[:append x 1] [:append x 2]]}
        {:type :invoke, :process 1, :f :txn, :value [[:r x nil]]}
        {:type :ok, :process 1, :f :txn, :value [[:r x [2 1]]]}
        """;

    private const string GarbageRead = """
        {:type :invoke, :process 0, :f :txn, :value [[:r x nil]]}
        {:type :ok, :process 0, :f :txn, :value [[:r x [7]]]}
        """;

    /// <summary>A process appends twice, and the elements stand the other way round.</summary>
    private const string G0Process = """
        {:type :invoke, :process 0, :f :txn, :value [[:append x 1]]}
        {:type :ok, :process 0, :f :txn, :value [[:append x 1]]}
        {:type :invoke, :process 0, :f :txn, :value [[:append x 2]]}
        {:type :ok, :process 0, :f :txn, :value [[:append x 2]]}
        {:type :invoke, :process 1, :f :txn, :value [[:r x nil]]}
        {:type :ok, :process 1, :f :txn, :value [[:r x [2 1]]]}
        """;

    /// <summary>A process does not see what it read before: x went back.</summary>
    private const string GSingleProcess = """
        {:type :invoke, :process 0, :f :txn, :value [[:append x 1]]}
        {:type :ok, :process 0, :f :txn, :value [[:append x 1]]}
        {:type :invoke, :process 0, :f :txn, :value [[:r x nil]]}
        {:type :ok, :process 0, :f :txn, :value [[:r x nil]]}
        {:type :invoke, :process 1, :f :txn, :value [[:r x nil]]}
        {:type :ok, :process 1, :f :txn, :value [[:r x [1]]]}
        """;

    /// <summary>A stale read, of an append by another process that had completed.</summary>
    private const string GSingleRealtime = """
        {:type :invoke, :process 0, :f :txn, :value [[:append x 1]]}
        {:type :ok, :process 0, :f :txn, :value [[:append x 1]]}
        {:type :invoke, :process 1, :f :txn, :value [[:r x nil]]}
        {:type :ok, :process 1, :f :txn, :value [[:r x nil]]}
        {:type :invoke, :process 2, :f :txn, :value [[:r x nil]]}
        {:type :ok, :process 2, :f :txn, :value [[:r x [1]]]}
        """;

    private const string G0Realtime = """
        {:type :invoke, :process 0, :f :txn, :value [[:append x 1]]}
        {:type :ok, :process 0, :f :txn, :value [[:append x 1]]}
        {:type :invoke, :process 1, :f :txn, :value [[:append x 2]]}
        {:type :ok, :process 1, :f :txn, :value [[:append x 2]]}
        {:type :invoke, :process 2, :f :txn, :value [[:r x nil]]}
        {:type :ok, :process 2, :f :txn, :value [[:r x [2 1]]]}
        """;

    /// <summary>What is read was appended only after the reader's next transaction.</summary>
    private const string G1cProcess = """
        {:type :invoke, :process 1, :f :txn, :value [[:append x 1] [:r y nil]]}
        {:type :invoke, :process 0, :f :txn, :value [[:r x nil]]}
        {:type :ok, :process 0, :f :txn, :value [[:r x [1]]]}
        {:type :invoke, :process 0, :f :txn, :value [[:append y 1]]}
        {:type :ok, :process 0, :f :txn, :value [[:append y 1]]}
        {:type :ok, :process 1, :f :txn, :value [[:append x 1] [:r y [1]]]}
        """;

    private const string G1cRealtime = """
        {:type :invoke, :process 1, :f :txn, :value [[:append x 1] [:r y nil]]}
        {:type :invoke, :process 0, :f :txn, :value [[:r x nil]]}
        {:type :ok, :process 0, :f :txn, :value [[:r x [1]]]}
        {:type :invoke, :process 2, :f :txn, :value [[:append y 1]]}
        {:type :ok, :process 2, :f :txn, :value [[:append y 1]]}
        {:type :ok, :process 1, :f :txn, :value [[:append x 1] [:r y [1]]]}
        """;

    /// <summary>A long fork of which one reader's two reads are two transactions of its process.</summary>
    private const string GNonadjacentProcess = """
        {:type :invoke, :process 0, :f :txn, :value [[:append x 1]]}
        {:type :invoke, :process 1, :f :txn, :value [[:append y 1]]}
        {:type :invoke, :process 3, :f :txn, :value [[:r x nil] [:r y nil]]}
        {:type :invoke, :process 2, :f :txn, :value [[:r x nil]]}
        {:type :ok, :process 2, :f :txn, :value [[:r x [1]]]}
        {:type :invoke, :process 2, :f :txn, :value [[:r y nil]]}
        {:type :ok, :process 2, :f :txn, :value [[:r y nil]]}
        {:type :ok, :process 3, :f :txn, :value [[:r x nil] [:r y [1]]]}
        {:type :ok, :process 0, :f :txn, :value [[:append x 1]]}
        {:type :ok, :process 1, :f :txn, :value [[:append y 1]]}
        """;

    /// <summary>A write skew of which one half is two transactions of a process.</summary>
    private const string G2ItemProcess = """
        {:type :invoke, :process 1, :f :txn, :value [[:r y nil] [:append x 1]]}
        {:type :invoke, :process 0, :f :txn, :value [[:append y 1]]}
        {:type :ok, :process 0, :f :txn, :value [[:append y 1]]}
        {:type :invoke, :process 0, :f :txn, :value [[:r x nil]]}
        {:type :ok, :process 0, :f :txn, :value [[:r x nil]]}
        {:type :ok, :process 1, :f :txn, :value [[:r y nil] [:append x 1]]}
        {:type :invoke, :process 2, :f :txn, :value [[:r x nil] [:r y nil]]}
        {:type :ok, :process 2, :f :txn, :value [[:r x [1]] [:r y [1]]]}
        """;

    [Theory]
    [InlineData("G0", "read-uncommitted", G0)]
    [InlineData("G1a", "read-committed", G1a)]
    [InlineData("G1b", "read-committed", G1b)]
    [InlineData("G1c", "read-committed", G1c)]
    [InlineData("G-single", "snapshot-isolation", GSingle)]
    [InlineData("lost-update", "snapshot-isolation", LostUpdate)]
    [InlineData("G-nonadjacent", "snapshot-isolation", GNonadjacent)]
    [InlineData("G2-item", "serializable", G2Item)]
    [InlineData("internal", "snapshot-isolation", Internal)]
    [InlineData("future-read", "read-committed", FutureRead)]
    [InlineData("dirty-update", "read-committed", DirtyUpdate)]
    [InlineData("duplicate-elements", "read-uncommitted", DuplicateElements)]
    [InlineData("incompatible-order", "read-committed", IncompatibleOrder)]
    [InlineData("cyclic-versions", "read-uncommitted", CyclicVersions)]
    [InlineData("garbage-read", "read-uncommitted", GarbageRead)]
    [InlineData("G0-process", "strong-session-read-uncommitted", G0Process)]
    [InlineData("G0-realtime", "strong-read-uncommitted", G0Realtime)]
    [InlineData("G1c-process", "strong-session-read-committed", G1cProcess)]
    [InlineData("G1c-realtime", "strong-read-committed", G1cRealtime)]
    [InlineData("G-single-process", "strong-session-snapshot-isolation", GSingleProcess)]
    [InlineData("G-single-realtime", "strong-snapshot-isolation", GSingleRealtime)]
    [InlineData("G-nonadjacent-process", "strong-session-snapshot-isolation", GNonadjacentProcess)]
    [InlineData("G2-item-process", "strong-session-serializable", G2ItemProcess)]
    [InlineData("G2-item-realtime", "strict-serializable", null)]
    [InlineData("G-nonadjacent-realtime", "strong-snapshot-isolation", null)]
    public void Published_anomaly_has_its_name_and_breaks_its_level(string anomaly, string level, string? edn)
    {
        // What a process did in order, other processes may do in the same order of time.
        edn ??= SpreadOverProcesses(anomaly.StartsWith("G2") ? G2ItemProcess : GNonadjacentProcess);
        var history = Read(edn);
        var verdict = ListAppendChecker.Check(history, level);
        Assert.Equal(Outcome.Invalid, verdict.Outcome);
        Assert.Contains(verdict.Findings, f => f.Anomaly == anomaly && f.Explanation.Length > 20 && f.Ops.Count > 0);
        Assert.Contains($"{level} is broken", verdict.Summary);
        foreach (var weaker in ListAppendChecker.Levels.TakeWhile(l => l != level).Where(l => IsWeaker(l, level)))
            Assert.NotEqual(Outcome.Invalid, ListAppendChecker.Check(history, weaker).Outcome);
    }

    [Fact]
    public void Cycle_is_told_in_one_sentence_with_lines_and_elements()
    {
        var finding = Assert.Single(ListAppendChecker.Check(Read(GSingle), "serializable").Findings);
        Assert.Equal(
            "T1 (process 1, line 2) read x as [], before T2 (process 0, line 1) appended 1; T2 appended the 1 that T1 read in y: "
                + "each came before itself",
            finding.Explanation);
        Assert.Equal(["\"append x 1, append y 1\"", "\"r x [], r y [1]\""], finding.Ops.Select(o => o.Value.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{:type :invoke, :process 0, :f :txn, :value [[:append x 1]]}\n{:type :ok, :process 0, :f :txn, :value [[:append x 1]]}\n")]
    [InlineData("{:type :invoke, :process 0, :f :txn, :value [[:r x nil]]}\n{:type :info, :process 0, :f :txn, :value [[:r x nil]]}\n")]
    [InlineData("{:type :invoke, :process 0, :f :txn, :value [[:r x nil]]}\n{:type :ok, :process 0, :f :txn, :value [[:r x []]]}\n")]
    public void History_in_which_nothing_was_read_proves_nothing(string edn)
    {
        var history = edn.Length == 0 ? new TransactionHistoryBuilder().Build() : Read(edn);
        Assert.Equal(Outcome.Unknown, ListAppendChecker.Check(history, ListAppendChecker.DefaultLevel).Outcome);
    }

    [Fact]
    public void Element_that_is_appended_twice_is_unknown_because_nobody_can_tell_which_was_read()
    {
        var verdict = ListAppendChecker.Check(Read(DuplicateElements.Replace("[[:r x nil]]", "[[:append x 1] [:r x nil]]")
            .Replace("[[:r x [1 1]]]", "[[:append x 1] [:r x [1 1]]]")), "serializable");
        Assert.Equal(Outcome.Unknown, verdict.Outcome);
        Assert.Equal("1 is appended to x twice, so nobody can tell which of the two was read", verdict.Summary);
    }

    private static string SpreadOverProcesses(string edn)
    {
        var lines = edn.Split('\n');
        var seen = new Dictionary<string, int>();
        for (var i = 0; i < lines.Length; i++)
        {
            var process = lines[i].Split(":process ")[1].Split(',')[0];
            if (lines[i].Contains(":invoke")) seen[process] = seen.GetValueOrDefault(process) + 1;
            lines[i] = lines[i].Replace($":process {process},", $":process {process}{seen[process]},");
        }
        return string.Join('\n', lines);
    }

    /// <summary>Of two names: without its prefix it is no stronger, and its prefix is no stronger.</summary>
    private static bool IsWeaker(string level, string than)
    {
        var names = ListAppendChecker.Levels.ToList();
        var (a, b) = (names.IndexOf(level), names.IndexOf(than));
        return a % 4 <= b % 4 && a / 4 <= b / 4;
    }

    private static TransactionHistory Read(string edn) => EdnReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(edn)), "history.edn");
}
