using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Register;

namespace ChaosService.Tests.Workloads.Register;

public sealed class RegisterWorkloadTests
{
    private readonly RegisterWorkload _workload = new();

    [Fact]
    public void Values_are_unique_over_all_workers_and_start_at_one()
    {
        var values =
            Enumerable.Range(0, 4).SelectMany(worker => Ops(worker, 4, 500)).Where(o => o.F != Functions.Read).Select(New).ToArray();
        Assert.Equal(values.Length, values.Distinct().Count());
        Assert.Equal(1, values.Min());
    }

    [Fact]
    public void Mix_is_kept()
    {
        var ops = Ops(0, 1, 10_000);
        Assert.InRange(ops.Count(o => o.F == Functions.Read), 4_700, 5_300);
        Assert.InRange(ops.Count(o => o.F == Functions.Cas), 800, 1_200);
        Assert.Equal(Enumerable.Range(0, 7).Select(n => $"k{n}"), ops.Select(o => o.Key!).Distinct().Order());
    }

    [Fact]
    public void Results_change_nothing_but_the_from_of_a_cas()
    {
        var blind = Ops(0, 2, 200);
        var seeing = Ops(0, 2, 200, operation => OpResult.Ok(operation.F == Functions.Read ? OpValue.Integer(77) : default, null));
        Assert.Equal(blind.Select(o => (o.F, o.Key, New(o))), seeing.Select(o => (o.F, o.Key, New(o))));
        Assert.All(blind.Where(o => o.F == Functions.Cas), o => Assert.Equal(OpValue.Nil, o.Value.First));
        Assert.Contains(seeing, o => o.F == Functions.Cas && o.Value.First == 77);
    }

    [Fact]
    public void Cas_starts_from_what_this_worker_saw_last()
    {
        var generator = Generator(0, 1, new RegisterParameters(1, new RegisterMix(0, 0, 1)));
        var first = generator.Next();
        generator.Observe(first, OpResult.Ok(default, null));
        var second = generator.Next();
        generator.Observe(second, OpResult.Fail("compare failed", null));
        Assert.Equal(
            (OpValue.Pair(OpValue.Nil, 1), OpValue.Pair(1, 2), OpValue.Pair(1, 3)), (first.Value, second.Value, generator.Next().Value));
    }

    [Fact]
    public void Final_reads_are_one_for_each_key() =>
        Assert.Equal(["k0", "k1", "k2"], _workload.FinalReads(new RegisterParameters(3, new RegisterMix(1, 1, 0))).Select(o => o.Key));

    [Fact]
    public void Parameters_have_defaults() =>
        Assert.Equal(new RegisterParameters(10, new RegisterMix(50, 50, 0)), _workload.Bind(new MapReader(Map(), [])));

    [Fact]
    public void Functions_are_those_that_the_mix_draws() =>
        Assert.Equal(["read", "write"], new RegisterParameters(1, new RegisterMix(0, 1, 0)).Functions);

    [Fact]
    public void Mix_that_draws_nothing_and_unknown_functions_are_reported_with_their_place()
    {
        var problems = new Problems();
        Assert.Null(_workload.Bind(new MapReader(Map(("mix", Map(("read", Value("0"))))), problems)));
        Assert.Null(_workload.Bind(new MapReader(Map(("mix", Map(("reed", Value("5"))))), problems)));
        Assert.Null(_workload.Bind(new MapReader(Map(("keys", Value("0"))), problems)));
        Assert.Equal(3, problems.Count);
        Assert.Contains(problems, p => p.Value == "reed" && p.Fix.Contains("did you mean 'read'?"));
        Assert.All(problems, p => Assert.Equal("f.yaml", p.Place.File));
    }

    /// <summary>The value that the op would leave behind.</summary>
    private static long New(Operation o) => o.F == Functions.Cas ? o.Value.Second : o.Value.First;

    private List<Operation> Ops(int worker, int workers, int count, Func<Operation, OpResult>? outcome = null)
    {
        var generator = Generator(worker, workers, new RegisterParameters(7, new RegisterMix(50, 40, 10)));
        var ops = new List<Operation>();
        while (ops.Count < count)
        {
            ops.Add(generator.Next());
            generator.Observe(ops[^1], outcome?.Invoke(ops[^1]) ?? OpResult.Info("timeout", null));
        }
        return ops;
    }

    private IGenerator Generator(int worker, int workers, RegisterParameters parameters) =>
        _workload.CreateGenerator(parameters, SeededRandom.Derive(42, $"worker-{worker}"), worker, workers);

    private static ConfigMap Map(params (string Key, ConfigNode Value)[] entries) => new(
        new SourcePlace("f.yaml", 1, 1), [.. entries.Select(e => new ConfigEntry(new SourcePlace("f.yaml", 2, 1), e.Key, e.Value))]);

    private static ConfigScalar Value(string text) => new(new SourcePlace("f.yaml", 3, 5), text);
}
