using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Counter;

namespace ChaosService.Tests.Workloads.Counter;

public sealed class CounterWorkloadTests
{
    private readonly CounterWorkload _workload = new();

    [Fact]
    public void Same_seed_gives_the_same_ops_and_another_seed_others()
    {
        Assert.Equal(Drawn(1), Drawn(1));
        Assert.NotEqual(Drawn(1), Drawn(2));
    }

    [Fact]
    public void Ops_follow_the_mix_and_amounts_stay_within_bounds()
    {
        var ops = Drawn(7, new CounterParameters(2, 3, new CounterMix(60, 20, 20)));
        var (up, down) = (ops.Count(o => o.Value.First > 0), ops.Count(o => o.Value.First < 0));
        Assert.InRange(up, 540, 660);
        Assert.InRange(down, 150, 250);
        Assert.Equal(ops.Length - up - down, ops.Count(o => o.F == Functions.Read));
        Assert.Equal([-3L, -2, -1, 1, 2, 3], ops.Where(o => o.F == Functions.Increment).Select(o => o.Value.First).Distinct().Order());
        Assert.Equal(["c0", "c1"], ops.Select(o => o.Key).Distinct().Order());
    }

    [Fact]
    public void Weights_do_not_change_the_keys() => Assert.Equal(
        Drawn(3, new CounterParameters(5, 5, new CounterMix(1, 0, 0))).Select(o => o.Key),
        Drawn(3, new CounterParameters(5, 5, new CounterMix(1, 1, 8))).Select(o => o.Key));

    [Fact]
    public void Final_reads_are_of_every_counter() => Assert.Equal(
        [(Functions.Read, "c0"), (Functions.Read, "c1")],
        _workload.FinalReads(new CounterParameters(2, 1, new CounterMix(1, 0, 0))).Select(o => (o.F, o.Key!)));

    [Fact]
    public void Keys_left_out_have_their_defaults() => Assert.Equal(
        new CounterParameters(3, 5, new CounterMix(70, 0, 30)),
        _workload.Bind(new MapReader(new ConfigMap(new SourcePlace("f.yaml", 1, 1), []), [])));

    private Operation[] Drawn(long seed, CounterParameters? parameters = null)
    {
        var generator = _workload.CreateGenerator(
            parameters ?? new CounterParameters(3, 5, new CounterMix(70, 10, 20)), SeededRandom.Derive(seed, "worker-0"), 0, 1);
        return [.. Enumerable.Range(0, 1000).Select(_ => generator.Next())];
    }
}
