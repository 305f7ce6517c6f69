namespace ChaosService.Browser.Tests.Running;

/// <summary>
/// A service with something on every page: past runs, schedules, a suite, a run that goes on with a fault in force and a finding, another
/// that waits.
/// </summary>
internal static class BusySite
{
    public const string StaleRead = "Key k7: a read that began at 13.204 s returned 41, although 42 was acknowledged by etcd3 at 12.871 s.";

    public static async Task<LiveRun> FillAsync(Site site)
    {
        await site.ApplyAsync(Experiments.Partition, Experiments.Nightly, Experiments.Redis);
        await site.ApplySuiteAsync("release", Experiments.Release);
        await PastRuns.AddAsync(site.Runs, "leader-partition", 20);
        await PastRuns.AddAsync(site.Runs, "primary-partition", 9, "chaosservice-redis-sentinel");
        var run = await site.TriggerAsync("leader-partition");
        Play(run);
        return run;
    }

    /// <summary>Half of a run: a fault that came and went, another one in force, a stale read.</summary>
    public static void Play(LiveRun run)
    {
        run.Phase("bringing chaosservice-etcd up");
        run.Phase("waiting for steady state");
        run.Phase("load and faults");
        run.LoadUntil(4);
        run.Break("f1", "network-partition", "etcd1");
        run.LoadUntil(8);
        run.Revert("f1");
        run.LoadUntil(12);
        run.Break("f2", "network-partition", "etcd3");
        run.LoadUntil(14);
        run.Find("linearizable", "stale-read", StaleRead, "f2");
        run.LoadUntil(18);
    }
}
