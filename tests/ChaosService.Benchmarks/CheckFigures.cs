using System.Diagnostics;
using ChaosService.Checking;
using ChaosService.Engine.Histories;
using ChaosService.Engine.Histories.Reading;
using ChaosService.Engine.Histories.Recording;
using ChaosService.Model.Checks;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;

namespace ChaosService.Benchmarks;

/// <summary>The figure of <c>chaosctl check</c>: a million register ops over a hundred keys, read and checked.</summary>
public static class CheckFigures
{
    private const int Ops = 1_000_000;
    private const int Keys = 100;
    private const int Clients = 50;

    /// <summary>
    /// Writes a linearizable history of a million ops through the recorder's own line format; the same file every time. Returns the number
    /// of lines.
    /// </summary>
    public static int GenerateMillion(string path)
    {
        using var file = new HistoryFile(File.Create(path));
        var random = new SeededRandom(42);
        var values = new long[Keys];
        Array.Fill(values, OpValue.Nil);
        var ready = new PriorityQueue<int, long>(Enumerable.Range(0, Clients).Select(c => (c, 1_000_000L + c)));
        var lines = new PriorityQueue<OpEvent, (long At, int Order)>();
        var (index, last) = (0, 0L);
        Phase(RunPhase.LoadStarted, 0);
        for (var op = 0; op < Ops; op++)
        {
            ready.TryDequeue(out var client, out var at);
            var end = at + 200_000 + random.Next(2_000_000);
            var (invoke, ok) = Draw(random, values, client, op + 1, at, end);
            lines.Enqueue(invoke, (at, lines.Count));
            lines.Enqueue(ok, (end, lines.Count));
            ready.Enqueue(client, end + 1 + random.Next(50_000));
            ready.TryPeek(out _, out var next);
            while (lines.TryPeek(out _, out var time) && time.At < next) Line(lines.Dequeue());
        }
        while (lines.TryDequeue(out var line, out _)) Line(line);
        Phase(RunPhase.LoadEnded, last);
        Phase(RunPhase.Converged, last);
        Phase(RunPhase.Ended, last);
        return index;

        void Line(in OpEvent e)
        {
            last = e.TimeNs;
            file.Lines.Write(index++, e);
            file.EndLine();
        }

        void Phase(RunPhase phase, long at)
        {
            file.Lines.Write(index++, at, HistoryWords.Of(phase), phase == RunPhase.Ended ? 0 : null);
            file.EndLine();
        }
    }

    /// <summary>Reads and checks the history; prints the times and the process' peak memory. Returns 0 when it is valid.</summary>
    public static int Check(string path)
    {
        var started = Stopwatch.StartNew();
        var history = HistoryReader.Read(path);
        var read = started.Elapsed;
        var kind = CheckKinds.All().Single(k => k.Name == "linearizable");
        var empty = new MapReader(new ConfigMap(new SourcePlace("none", 0, 0), []), []);
        var verdict = kind.Check(history, kind.Bind(empty)!, CheckBudget.Unlimited);
        var peak = Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
        Console.WriteLine(
            $"{history.Ops.Length:N0} ops: read {read.TotalMilliseconds:N0} ms, checked {(started.Elapsed - read).TotalMilliseconds:N0} "
                + $"ms, peak {peak} MiB");
        Console.WriteLine($"{verdict.Outcome}: {verdict.Summary}");
        return (int)verdict.Outcome;
    }

    /// <summary>Ops take effect when they are invoked, one after the other, so the history is linearizable.</summary>
    private static (OpEvent Invoke, OpEvent Ok) Draw(SeededRandom random, long[] values, int client, long fresh, long at, long end)
    {
        var key = random.Next(Keys);
        var old = values[key];
        var seen = old == OpValue.Nil ? OpValue.None : OpValue.Integer(old);
        var (f, asked, answer) = random.Next(100) switch
        {
            < 50 => (Functions.Read, OpValue.None, seen),
            < 90 => (Functions.Write, OpValue.Integer(fresh), OpValue.Integer(fresh)),
            _ => (Functions.Cas, OpValue.Pair(old, fresh), OpValue.Pair(old, fresh)),
        };
        if (f != Functions.Read) values[key] = fresh;
        var invoke = new OpEvent
        {
            TimeNs = at, Process = client, Type = OpType.Invoke, F = f, Key = $"k{key}", Value = asked, IntendedNs = at - 1000,
        };
        return (
            invoke, invoke with { TimeNs = end, Type = OpType.Ok, Value = answer, IntendedNs = null, Node = $"etcd{(client % 3) + 1}" });
    }
}
