using ChaosService.Engine.Retention;
using ChaosService.Model.Randomness;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Tests.Engine.Retention;

/// <summary>What holds for every store and every limits. The seed is the test's argument.</summary>
public sealed class RetentionPropertyTests
{
    public static TheoryData<long> Seeds => [.. Enumerable.Range(1, 300).Select(i => (long)i)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Nothing_that_must_stay_goes(long seed)
    {
        var random = new SeededRandom(seed);
        var (runs, limits) = (Store(random), Limits(random));

        var decision = RetentionPolicy.Decide(runs, Facts.Now, limits);

        var gone = decision.Remove.Select(r => r.RunId).ToHashSet();
        Assert.Equal(decision.Remove.Count, gone.Count);
        Assert.DoesNotContain(runs, r => gone.Contains(r.Run.Id) && (!r.Run.Over || r.Pinned || r.Hold is not null));
        Assert.Empty(gone.Intersect(decision.Keep.Select(k => k.RunId)));
        Assert.All(
            runs.GroupBy(r => r.Run.Experiment),
            e => Assert.DoesNotContain(e.Where(r => r.Run.Over).TakeLast(limits.KeepLast), r => gone.Contains(r.Run.Id)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_open_violation_keeps_its_first_and_newest_run_and_no_closed_one_opens_again(long seed)
    {
        var random = new SeededRandom(seed);
        var runs = Store(random);
        var before = Open(runs);

        // Pass after pass, as they come every hour while time goes by, and cut off at any place as by a crash.
        for (var (now, pass) = (Facts.Now, 0); pass < 4; pass++, now = now.AddDays(random.Next(100)))
        {
            var remove = RetentionPolicy.Decide(runs, now, Limits(random)).Remove.Select(r => r.RunId).ToList();
            var gone = remove.Take(random.Next(remove.Count + 1)).ToHashSet();
            runs = [.. runs.Where(r => !gone.Contains(r.Run.Id))];
            Assert.Equal(before, Open(runs));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Second_pass_has_nothing_left_to_do_and_a_limit_is_met_or_named(long seed)
    {
        var random = new SeededRandom(seed);
        var (runs, limits) = (Store(random), Limits(random));
        for (var pass = 0; pass < 3; pass++)
        {
            var gone = RetentionPolicy.Decide(runs, Facts.Now, limits).Remove.Select(r => r.RunId).ToHashSet();
            runs = [.. runs.Where(r => !gone.Contains(r.Run.Id))];
        }

        var last = RetentionPolicy.Decide(runs, Facts.Now, limits);

        Assert.Empty(last.Remove);
        var bytes = runs.Where(r => r.Run.Over).Sum(r => r.Bytes);
        Assert.Equal(bytes > limits.Bytes, last.Troubles.Any(t => t.StartsWith("run directories take", StringComparison.Ordinal)));
    }

    /// <summary>For each open violation its first and newest run, found the slow way.</summary>
    private static List<string> Open(IReadOnlyList<StoredFacts> runs)
    {
        var open = new List<string>();
        foreach (var experiment in runs.GroupBy(r => r.Run.Experiment).OrderBy(e => e.Key))
        {
            var since = new List<StoredFacts>();
            foreach (var run in experiment)
            {
                if (run.Run is { State: RunState.Finished, Verdict: Outcome.Valid }) since.Clear();
                else if (run.Run.Verdict == Outcome.Invalid) since.Add(run);
            }
            foreach (var violation in since.SelectMany(r => r.Violations).Distinct().Order())
            {
                var showing = since.Where(r => r.Violations.Contains(violation)).ToList();
                open.Add($"{experiment.Key} {violation} {showing[0].Run.Id} {showing[^1].Run.Id}");
            }
        }
        return open;
    }

    private static List<StoredFacts> Store(SeededRandom random)
    {
        var days = 500;
        var runs = new List<StoredFacts>();
        for (var i = random.Next(40); i > 0; i--) runs.Add(Run($"r{i}", days -= random.Next(20), random));
        return runs;
    }

    private static StoredFacts Run(string id, int days, SeededRandom random)
    {
        var state = (RunState)random.Next(6);
        Outcome? verdict = state is RunState.Finished or RunState.Aborted ? (Outcome)random.Next(3) : null;
        string[] violations = ["linearizable/stale-read", "set-full/lost"];
        return new StoredFacts(StoredRuns.One(id, state, $"e{random.Next(3)}") with
        {
            Verdict = verdict, ExitCode = verdict == Outcome.Invalid ? random.Next(2) : null, EndedAt = Facts.Now.AddDays(-days),
            Labels = random.Next(3) == 0 ? new Dictionary<string, string> { ["suite"] = "nightly" } : new(),
        })
        {
            Bytes = random.Next(10), HasHistory = random.Next(2) == 0, Pinned = random.Next(10) == 0,
            Hold = random.Next(10) == 0 ? "held" : null, Violations = verdict == Outcome.Invalid ? [violations[random.Next(2)]] : [],
        };
    }

    private static RetentionLimits Limits(SeededRandom random) => new()
    {
        Age = TimeSpan.FromDays(1 + random.Next(200)), InvalidAge = TimeSpan.FromDays(1 + random.Next(400)),
        UnjudgedAge = TimeSpan.FromDays(1 + random.Next(300)), Count = 1 + random.Next(30), Bytes = 1 + random.Next(100),
        KeepLast = random.Next(3), Rules = random.Next(2) == 0 ? [] : [new RetentionRule(
            "suite", "nightly") { Age = TimeSpan.FromDays(1 + random.Next(300)), Count = 1 + random.Next(5), Bytes = 1 + random.Next(20) }],
    };
}
