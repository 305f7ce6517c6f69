using ChaosService.Model.Bank;
using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Bank;

namespace ChaosService.Tests.Workloads.Bank;

public sealed class BankWorkloadTests
{
    private readonly BankWorkload _workload = new();

    [Fact]
    public void Same_seed_gives_the_same_ops_and_another_seed_others()
    {
        Assert.Equal(Drawn(1), Drawn(1));
        Assert.NotEqual(Drawn(1), Drawn(2));
    }

    [Fact]
    public void Ops_follow_the_mix_and_transfers_are_between_two_accounts()
    {
        var ops = Drawn(7, new BankParameters(3, 2, new BankMix(80, 20)));
        var transfers = Transfers(ops);
        Assert.InRange(transfers.Length, 750, 850);
        Assert.All(ops.Where(o => o.F != Functions.Transfer), o => Assert.Equal((Functions.Balances, null), (o.F, o.Key)));
        Assert.Equal(6, transfers.Select(t => (t.From, t.To)).Distinct().Count());
        Assert.All(transfers, t => Assert.NotEqual(t.From, t.To));
        Assert.Equal([1L, 2], transfers.Select(t => t.Amount).Distinct().Order());
    }

    [Fact]
    public void Weights_do_not_change_the_transfers() => Assert.Subset(
        Transfers(Drawn(3, new BankParameters(8, 5, new BankMix(1, 0)))).ToHashSet(),
        Transfers(Drawn(3, new BankParameters(8, 5, new BankMix(1, 3)))).ToHashSet());

    [Fact]
    public void Run_ends_with_the_balances() =>
        Assert.Equal([Functions.Balances], _workload.FinalReads(new BankParameters(2, 1, new BankMix(1, 0))).Select(o => o.F));

    [Fact]
    public void Keys_left_out_have_their_defaults() => Assert.Equal(
        new BankParameters(8, 5, new BankMix(70, 30)),
        _workload.Bind(new MapReader(new ConfigMap(new SourcePlace("f.yaml", 1, 1), []), [])));

    private static Transfer[] Transfers(Operation[] ops) =>
        [.. ops.Where(o => o.F == Functions.Transfer).Select(o => Transfer.Read(o.Value)!.Value)];

    private Operation[] Drawn(long seed, BankParameters? parameters = null)
    {
        var generator = _workload.CreateGenerator(
            parameters ?? new BankParameters(8, 5, new BankMix(70, 30)), SeededRandom.Derive(seed, "worker-0"), 0, 1);
        return [.. Enumerable.Range(0, 1000).Select(_ => generator.Next())];
    }
}
