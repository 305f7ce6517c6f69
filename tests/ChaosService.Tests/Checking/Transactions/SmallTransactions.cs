using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Transactions;

namespace ChaosService.Tests.Checking.Transactions;

/// <summary>
/// Small histories drawn from a seed: transactions run one after the other on lists, on three processes that overlap, and then some of
/// what they read is made older, swapped or invented, and some outcomes are lost.
/// </summary>
internal static class SmallTransactions
{
    private const int Keys = 2;

    public static TransactionHistory Draw(long seed)
    {
        var random = new SeededRandom(seed);
        var count = 2 + random.Next(4);
        var trouble = random.Next(4) * 25;
        var (reads, appends) = (1 + random.Next(3), 1 + random.Next(3));
        var builder = new TransactionHistoryBuilder();
        for (var k = 0; k < Keys; k++) builder.Key($"k{k}");
        var past = new List<List<long>[]> { new List<long>[] { [], [] } };
        var free = new long[3];
        int[] processes = [0, 1, 2];
        var next = 0L;
        for (var t = 0; t < count; t++)
        {
            var outcome = random.Next(100) switch { < 80 => OpType.Ok, < 93 => OpType.Info, _ => OpType.Fail };
            // A failed one shows up now and then, and one of unknown outcome may never have happened.
            var happens = outcome switch
            {
                OpType.Ok => true,
                OpType.Info => random.Next(2) == 0,
                _ => random.Next(200) < trouble,
            };
            Run(random, builder, past, happens, trouble, (reads, appends), ref next);
            var client = random.Next(3);
            var invoked = Math.Max(free[client], 10 * t - random.Next(25));
            free[client] = Math.Max(invoked + 1, 10 * t + random.Next(25)) + 1;
            builder.End(processes[client], t + 1, invoked, free[client] - 1, outcome);
            if (outcome == OpType.Info) processes[client] += 3;
        }
        return builder.Build();
    }

    /// <summary>A transaction may run on an old copy of everything, as under snapshot isolation, or read each key at another age.</summary>
    private static void Run(
        SeededRandom random, TransactionHistoryBuilder builder, List<List<long>[]> past, bool happens, int trouble,
        (int Reads, int Appends) mix, ref long next)
    {
        var lists = past[^1];
        var age = random.Next(100) < trouble ? random.Next(3) : 0;
        var state = past[Math.Max(0, past.Count - 1 - age)].Select(l => l.ToList()).ToArray();
        var after = lists.Select(l => l.ToList()).ToArray();
        var stale = random.Next(200) < trouble ? random.Next(3) : 0;
        for (var m = 1 + random.Next(3); m > 0; m--)
        {
            var key = random.Next(Keys);
            if (random.Next(mix.Reads + mix.Appends) < mix.Reads)
            {
                var seen = state[key].Take(Math.Max(0, state[key].Count - (random.Next(2) * stale))).ToList();
                if (seen.Count > 1 && random.Next(400) < trouble) seen.Reverse();
                if (random.Next(800) < trouble) seen.Add(random.Next(8));
                builder.Read(key, seen.ToArray());
            }
            else
            {
                builder.Append(key, ++next);
                state[key].Add(next);
                // Now and then what it appends comes before what another did, as if the two had run at once.
                var at = after[key].Count > 0 && random.Next(300) < trouble ? after[key].Count - 1 : after[key].Count;
                after[key].Insert(at, next);
            }
        }
        if (happens) past.Add(after);
    }
}
