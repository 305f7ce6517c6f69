using System.Diagnostics;
using System.Globalization;
using System.Text;
using ChaosService.Checking.Transactions.ListAppend;
using ChaosService.Engine.Histories.Edn;
using ChaosService.Model.Randomness;
using ChaosService.Model.Verdicts;

namespace ChaosService.Benchmarks;

/// <summary>The figure of <c>chaosctl check --model list-append</c>: 200,000 transactions in Jepsen's EDN, read and checked.</summary>
public static class TransactionFigures
{
    private const int Transactions = 200_000;
    private const int Clients = 30;
    private const int ActiveKeys = 10;
    private const int AppendsPerKey = 32;
    private const double GoalPerSecond = 200_000;
    private const long GoalMiB = 1024;

    /// <summary>
    /// Writes a strictly serializable history as a test of Jepsen's does: one to four micro-ops on ten keys, each replaced after 32
    /// appends. One in twenty outcomes is unknown. The same file every time.
    /// </summary>
    public static int Generate(string path)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16);
        var random = new SeededRandom(42);
        var lists = new Dictionary<int, List<int>>();
        var keys = Enumerable.Range(0, ActiveKeys).ToArray();
        var ready = new PriorityQueue<(int Client, int Process), long>();
        for (var c = 0; c < Clients; c++) ready.Enqueue((c, c), 1_000_000 + c);
        var lines = new PriorityQueue<string, (long, int)>();
        var count = 0;
        for (var t = 0; t < Transactions; t++)
        {
            ready.TryDequeue(out var client, out var at);
            var end = at + 200_000 + random.Next(2_000_000);
            var (asked, answered) = Draw(random, keys, lists);
            var unknown = random.Next(20) == 0;
            Add(at, $":type :invoke, :f :txn, :value [{asked}], :time {at}, :process {client.Process}");
            Add(end, $":type :{(unknown ? "info" : "ok")}, :f :txn, :value [{(unknown ? asked : answered)}], :time {end}, "
                + $":process {client.Process}");
            ready.Enqueue((client.Client, unknown ? client.Process + Clients : client.Process), end + 1 + random.Next(50_000));
            ready.TryPeek(out _, out var next);
            while (lines.TryPeek(out _, out var time) && time.Item1 < next) Write(lines.Dequeue());
        }
        while (lines.TryDequeue(out var line, out _)) Write(line);
        return 0;

        void Add(long at, string line) => lines.Enqueue(line, (at, count + lines.Count));

        void Write(string line) => file.Write($"{{{line}, :index {count++}}}\n");
    }

    /// <summary>Reads and checks such a history; prints the times and the process' peak memory. Returns 0 when the goals are met.</summary>
    public static int Check(string path)
    {
        var started = Stopwatch.StartNew();
        var history = EdnReader.Read(path);
        var read = started.Elapsed;
        var verdict = ListAppendChecker.Check(history, ListAppendChecker.DefaultLevel);
        var all = started.Elapsed;
        var peak = Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
        var (perSecond, alone) = (history.Count / all.TotalSeconds, history.Count / (all - read).TotalSeconds);
        Console.WriteLine(
            $"{history.Count:N0} transactions, {history.Elements.Length:N0} elements read: read {read.TotalMilliseconds:N0} ms, "
                + $"checked {(all - read).TotalMilliseconds:N0} ms, peak {peak} MiB");
        Console.WriteLine($"{perSecond:N0} transactions/s from file to verdict, {alone:N0} transactions/s checked");
        Console.WriteLine($"{verdict.Outcome}: {verdict.Summary}");
        return verdict.Outcome == Outcome.Valid && perSecond >= GoalPerSecond && peak <= GoalMiB ? 0 : 1;
    }

    /// <summary>Transactions take effect when they are invoked, one after the other, so the history is strictly serializable.</summary>
    private static (string Asked, string Answered) Draw(SeededRandom random, int[] keys, Dictionary<int, List<int>> lists)
    {
        var (asked, answered) = (new StringBuilder(), new StringBuilder());
        for (var m = 1 + random.Next(4); m > 0; m--)
        {
            var slot = random.Next(keys.Length);
            var key = keys[slot];
            if (!lists.TryGetValue(key, out var list)) lists.Add(key, list = []);
            if (random.Next(2) == 0)
            {
                asked.Append(CultureInfo.InvariantCulture, $"[:r {key} nil] ");
                answered.Append(CultureInfo.InvariantCulture, $"[:r {key} [{string.Join(' ', list)}]] ");
                continue;
            }
            list.Add(list.Count + 1);
            asked.Append(CultureInfo.InvariantCulture, $"[:append {key} {list.Count}] ");
            answered.Append(CultureInfo.InvariantCulture, $"[:append {key} {list.Count}] ");
            if (list.Count == AppendsPerKey) keys[slot] = keys.Max() + 1;
        }
        return (asked.ToString().TrimEnd(), answered.ToString().TrimEnd());
    }
}
