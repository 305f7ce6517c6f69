using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Operations;

namespace ChaosService.Workloads.Counter;

/// <summary>Every op takes three numbers from the stream, whatever it is, so that weights and amounts do not change the keys.</summary>
internal sealed class CounterGenerator(CounterParameters parameters, SeededRandom random) : IGenerator
{
    private readonly string[] _keys = CounterWorkload.KeyNames(parameters.Keys);
    private readonly int[] _weights = [parameters.Mix.Increment, parameters.Mix.Decrement, parameters.Mix.Read];

    public Operation Next()
    {
        var function = Mix.Draw(random, _weights);
        var key = _keys[random.Next(_keys.Length)];
        var amount = 1 + random.Next(parameters.Amount);
        return function switch
        {
            0 => new Operation(Functions.Increment, key, OpValue.Integer(amount)),
            1 => new Operation(Functions.Increment, key, OpValue.Integer(-amount)),
            _ => new Operation(Functions.Read, key, OpValue.None),
        };
    }

    public void Observe(in Operation operation, in OpResult result)
    {
    }
}
