using ChaosService.Model.Configuration;
using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Workloads.Set;

namespace ChaosService.Tests.Workloads.Set;

public sealed class SetWorkloadTests
{
    private readonly SetWorkload _workload = new();

    [Fact]
    public void Elements_are_unique_over_all_workers()
    {
        var elements = Enumerable.Range(0, 3).SelectMany(worker =>
        {
            var generator =
                _workload.CreateGenerator(new SetParameters(new SetMix(9, 1)), SeededRandom.Derive(1, $"worker-{worker}"), worker, 3);
            return Enumerable.Range(0, 300).Select(_ => generator.Next()).ToArray();
        }).Where(o => o.F == Functions.Add).Select(o => o.Value.First).ToArray();
        Assert.InRange(elements.Length, 700, 890);
        Assert.Equal(elements.Length, elements.Distinct().Count());
    }

    [Fact]
    public void Final_read_is_one_of_the_whole_set() =>
        Assert.Equal(
            (Functions.Read, (string?)null), _workload.FinalReads(new SetParameters(new SetMix(1, 0))).Select(o => (o.F, o.Key)).Single());

    [Fact]
    public void Mix_left_out_adds_only() =>
        Assert.Equal(
            new SetParameters(new SetMix(1, 0)), _workload.Bind(new MapReader(new ConfigMap(new SourcePlace("f.yaml", 1, 1), []), [])));
}
