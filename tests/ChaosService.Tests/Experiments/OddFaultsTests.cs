using ChaosService.Experiments.Loading;
using ChaosService.Experiments.Planning;

namespace ChaosService.Tests.Experiments;

/// <summary>
/// Faults as users of other tools have asked for them, with the real kinds on the shipped etcd: what cannot be done or seen is said before
/// a run.
/// </summary>
public sealed class OddFaultsTests
{
    [Theory]
    [InlineData(
        "{ kind: container-pause, at: 31s, for: 2s, on: { name: etcd1 } }",
        "8:41: the fault starts past the end of the load: \"31s\"; start it before the duration (30s) is over")]
    [InlineData(
        "{ kind: container-pause, at: -3s, for: 2s, on: { name: etcd1 } }",
        "8:41: 'at' is not a duration: \"-3s\"; write a number and a unit (us, ms, s, m, h, d), such as 500ms or 1.5s")]
    [InlineData(
        "{ kind: container-pause, at: 5s, for: 0s, on: { name: etcd1 } }",
        "8:50: 'for' must be longer than zero: \"0s\"; write a number and a unit (us, ms, s, m, h, d), such as 500ms or 1.5s")]
    [InlineData(
        "{ kind: container-kill, at: 5s, on: { name: etcd1 }, signal: SIGTERM }",
        "8:73: 'signal' has no such choice: \"SIGTERM\"; write one of: KILL, TERM, INT, QUIT, ABRT, SEGV, HUP, USR1, USR2")]
    [InlineData(
        "{ kind: container-kill, at: 5s, on: { name: etcd1 }, signal: STOP }",
        "8:73: 'signal' has no such choice: \"STOP\"; write one of: KILL, TERM, INT, QUIT, ABRT, SEGV, HUP, USR1, USR2")]
    [InlineData(
        "{ kind: disk-fill, at: 5s, for: 2s, on: { name: etcd1 }, percent: 120% }",
        "8:78: 'percent' is not a percentage: \"120%\"; write a percentage from 0% to 100%, such as 99.9%")]
    [InlineData(
        "{ kind: disk-fill, at: 5s, for: 2s, on: { name: etcd1 }, percent: 0% }",
        "8:78: 'percent' is nothing to fill: \"0%\"; write a percentage above 0%, such as 95%")]
    [InlineData(
        "{ kind: disk-fill, at: 5s, for: 2s, on: { name: etcd1 }, percent: 90%, leave: 1MiB }",
        "8:90: 'percent' and 'leave' exclude each other; write either 'percent: 95%' or 'leave: 1MiB'")]
    public void Odd_fault_is_refused_with_what_would_be_right(string fault, string problem) =>
        Assert.Equal($"x.yaml:{problem}", Problem(fault));

    [Theory]
    [InlineData(
        "on: { name: etcd1 }, delay: 100",
        "8:80: 'delay' is not a duration: \"100\"; write a number and a unit (us, ms, s, m, h, d), such as 500ms or 1.5s")]
    [InlineData("on: { name: etcd1 }, delay: 10ms, jitter: 20ms", "8:94: 'jitter' is more than the delay: \"20ms\"; write at most 10ms")]
    [InlineData(
        "on: { name: etcd1 }, delay: 10ms, jitter: 20%",
        "8:94: 'jitter' is not a duration: \"20%\"; write a number and a unit (us, ms, s, m, h, d), such as 500ms or 1.5s")]
    [InlineData(
        "on: { name: etcd1 }, delay: 10ms, correlation: 20%",
        "8:86: unknown key: \"correlation\"; known here: at, delay, direction, distribution, every, for, jitter, kind, on, to, when")]
    [InlineData(
        "on: { name: etcd1 }, delay: 0s",
        "8:80: 'delay' is out of range: \"0s\"; write a delay from 1ms to 15s: "
        + "less cannot be told from a machine's own noise, more cannot be waited for")]
    [InlineData(
        "on: { name: etcd1 }, delay: 10s",
        "8:48: this network-delay takes 20s to be seen to act, and stays for less: \"8s\"; write 'for: 20s' or longer")]
    [InlineData(
        "on: { name: etcd1 }, delay: 3s, direction: both",
        "8:48: this network-delay takes 12s to be seen to act, and stays for less: \"8s\"; write 'for: 12s' or longer")]
    [InlineData(
        "on: { names: [etcd1, etcd2] }, delay: 4s, jitter: 4s",
        "8:90: a round trip would take up to 16s more, which cannot be waited for: \"4s\"; "
        + "with its jitter, and both ways where both are held up, it must stay within 15s")]
    public void Odd_delay_is_refused_with_what_would_be_right(string delay, string problem)
    {
        var problems = Load($"{{ kind: network-delay, at: 5s, for: 8s, {delay} }}").Problems.Select(p => p.ToString());
        Assert.Contains($"x.yaml:{problem}", problems);
    }

    [Theory]
    [InlineData(
        "{ kind: network-delay, at: 25s, for: 8s, on: { name: etcd1 }, delay: 3s }",
        "8:39: this network-delay takes 6s to be seen to act, and the load ends before: \"25s\"; "
        + "start it earlier, or lengthen the duration")]
    [InlineData(
        "{ kind: network-delay, every: 25s, for: 8s, on: { name: etcd1 }, delay: 3s }",
        "8:42: this network-delay takes 6s to be seen to act, and the load ends before: \"25s\"; "
        + "start it earlier, or lengthen the duration")]
    public void Delay_that_the_end_of_the_load_cuts_too_short_is_refused(string fault, string problem) =>
        Assert.Equal($"x.yaml:{problem}", Problem(fault));

    [Fact]
    public void Repeated_delay_is_left_out_where_the_end_of_the_load_cuts_it_too_short()
    {
        var experiment = Load("{ kind: network-delay, at: 5s, every: 10s, for: 8s, on: { name: etcd1 }, delay: 3s }").Experiment!;
        Assert.Equal([5, 15], Planner.Plan(experiment, 1).Faults.Select(f => f.At.TotalSeconds));
    }

    [Fact]
    public void Delay_of_a_mix_is_never_cut() =>
        Assert.Empty(Load("mix: { every: 15s, at: 0s, of: [{ kind: network-delay, for: 12s, on: { name: etcd1 }, delay: 3s }] }").Problems);

    [Theory]
    [InlineData(
        "{ name: etcd1 }, from: { names: [etcd1] }",
        "8:83: nobody is on the other side of etcd1: \"etcd1\"; choose fewer nodes, or write 'from: everyone' or other names")]
    [InlineData(
        "{ random: 1 }, from: { names: [etcd2] }",
        "8:81: nobody is on the other side of etcd2: \"etcd2\"; choose fewer nodes, or write 'from: everyone' or other names")]
    [InlineData(
        "all",
        "8:12: nobody is on the other side of etcd1, etcd2, etcd3: \"its peers\"; "
        + "choose fewer nodes, or write 'from: everyone' or other names")]
    [InlineData(
        "{ random: 3 }, from: peers",
        "8:81: nobody is on the other side of etcd1, etcd2, etcd3: \"its peers\"; "
        + "choose fewer nodes, or write 'from: everyone' or other names")]
    [InlineData(
        "{ role: leader }, from: { names: [etdc1] }",
        "8:84: the target has no such node: \"etdc1\"; known: etcd1, etcd2, etcd3 (did you mean 'etcd1'?)")]
    [InlineData("{ name: etcd1 }, from: { names: [etcd2, etcd2] }", "8:100: a node is named twice: \"etcd2\"; name it once")]
    public void Other_side_on_which_nobody_is_is_refused(string on, string problem) =>
        Assert.Equal($"x.yaml:{problem}", Problem($"{{ kind: network-partition, at: 5s, for: 2s, on: {on} }}"));

    [Theory]
    [InlineData("{ kind: network-partition, at: 5s, for: 2s, on: { names: [etcd1, etcd2] }, from: { names: [etcd1] } }")]
    [InlineData("{ kind: network-partition, at: 5s, for: 2s, on: all, from: everyone }")]
    [InlineData("{ kind: network-delay, at: 5s, for: 8s, on: all, delay: 1ms, jitter: 1ms }")]
    [InlineData("{ kind: network-delay, at: 5s, for: 20s, on: { name: etcd1 }, delay: 10s }")]
    public void What_can_be_done_and_seen_is_planned(string fault)
    {
        var loaded = Load(fault);
        Assert.Empty(loaded.Problems.Select(p => p.ToString()));
        Assert.NotEmpty(PlanText.Lines(Planner.Plan(loaded.Experiment!, 1), Shipped.Catalog));
    }

    [Fact]
    public void Names_of_a_project_whose_nodes_are_not_known_yet_are_planned()
    {
        var loaded = Load(
            "{ kind: network-partition, at: 5s, for: 2s, on: { role: leader }, from: { names: [a] } }", "{ attach: mine, database: etcd }");
        Assert.NotEmpty(PlanText.Lines(Planner.Plan(loaded.Experiment!, 1), Shipped.Catalog));
    }

    [Fact]
    public void Seed_with_a_leading_zero_is_decimal() =>
        Assert.Equal(42, Load("{ kind: container-kill, at: 5s, on: all }", seed: "042").Experiment!.Seed);

    private static string Problem(string fault) => Assert.Single(Load(fault).Problems).ToString();

    private static LoadResult Load(string fault, string target = "etcd", string seed = "1") => Shipped.Loader.LoadText("x.yaml", $$"""
        apiVersion: chaosservice/v1
        kind: Experiment
        metadata: { name: odd }
        spec:
          target: {{target}}
          seed: {{seed}}
          duration: 30s
          faults: [{{fault}}]
          load: [{ workload: register, rate: 10/s }]
          checks: [linearizable]
        """, []);
}
