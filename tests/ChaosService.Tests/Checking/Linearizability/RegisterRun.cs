using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;

namespace ChaosService.Tests.Checking.Linearizability;

/// <summary>
/// Longer runs of one register by a few clients: each op takes effect at some point of its time. A stale run answers some reads with older
/// values.
/// </summary>
internal static class RegisterRun
{
    public static History Of(long seed, int ops, int clients, bool stale)
    {
        var random = new SeededRandom(seed);
        var planned = new List<(int Client, long From, long At, long Until, int Action, OpType Outcome)>();
        var free = new long[clients];
        for (var i = 0; i < ops; i++)
        {
            var client = random.Next(clients);
            var from = free[client] + 1 + random.Next(5);
            var until = from + random.Next(40);
            free[client] = until + 1;
            planned.Add((
                client, from, from + random.Next((int)(until - from) + 1), until, random.Next(10),
                random.Next(10) switch { 0 => OpType.Info, 1 => OpType.Fail, _ => OpType.Ok }));
        }
        var written = new List<long?> { null };
        var script = new List<(long From, Action<Script> Add)>();
        foreach (var (client, from, at, until, action, outcome) in planned.OrderBy(o => o.At))
        {
            var now = written[^1];
            var fresh = (long)written.Count;
            var old = stale && random.Next(40) == 0 ? written[Math.Max(0, written.Count - 1 - random.Next(6))] : now;
            var happens = outcome == OpType.Ok || (outcome == OpType.Info && random.Next(2) == 0);
            if (action < 5) script.Add((from, s => s.Read(old, from, until, outcome)));
            else if (action < 8) script.Add((from, s => s.Write(fresh, from, until, outcome)));
            else script.Add((from, s => s.Cas(now, fresh, from, until, outcome)));
            // One entry a write, happened or not: so no value is used twice.
            if (action >= 5) written.Add(happens ? fresh : now);
        }
        var result = new Script();
        foreach (var (_, add) in script.OrderBy(o => o.From)) add(result);
        return result.Build();
    }
}
