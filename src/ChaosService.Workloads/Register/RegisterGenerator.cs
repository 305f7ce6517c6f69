using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Operations;

namespace ChaosService.Workloads.Register;

/// <summary>
/// Function, key and new value depend only on the seed and the worker; only the <c>from</c> of a cas is the value that this worker saw
/// last.
/// </summary>
internal sealed class RegisterGenerator(RegisterParameters parameters, SeededRandom random, int worker, int workers) : IGenerator
{
    private readonly string[] _keys = RegisterWorkload.KeyNames(parameters.Keys);
    private readonly int[] _weights = [parameters.Mix.Read, parameters.Mix.Write, parameters.Mix.Cas];
    private readonly Dictionary<string, long> _seen = new(StringComparer.Ordinal);
    private UniqueValues _values = new(worker, workers);

    public Operation Next()
    {
        var function = Mix.Draw(random, _weights);
        var key = _keys[random.Next(_keys.Length)];
        return function switch
        {
            0 => new Operation(Functions.Read, key, OpValue.None),
            1 => new Operation(Functions.Write, key, OpValue.Integer(_values.Take())),
            _ => new Operation(Functions.Cas, key, OpValue.Pair(_seen.GetValueOrDefault(key, OpValue.Nil), _values.Take())),
        };
    }

    public void Observe(in Operation operation, in OpResult result)
    {
        if (parameters.Mix.Cas == 0 || result.Type != OpType.Ok) return;
        _seen[operation.Key!] = operation.F switch
        {
            Functions.Read => result.Value.Kind == OpValueKind.None ? OpValue.Nil : result.Value.First,
            Functions.Write => operation.Value.First,
            _ => operation.Value.Second,
        };
    }
}
