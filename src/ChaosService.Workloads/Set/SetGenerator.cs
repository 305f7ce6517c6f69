using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Operations;

namespace ChaosService.Workloads.Set;

internal sealed class SetGenerator(SetParameters parameters, SeededRandom random, int worker, int workers) : IGenerator
{
    private readonly int[] _weights = [parameters.Mix.Add, parameters.Mix.Read];
    private UniqueValues _elements = new(worker, workers);

    public Operation Next() => Mix.Draw(random, _weights) == 0
        ? new Operation(Functions.Add, null, OpValue.Integer(_elements.Take()))
        : new Operation(Functions.Read, null, OpValue.None);

    public void Observe(in Operation operation, in OpResult result)
    {
    }
}
