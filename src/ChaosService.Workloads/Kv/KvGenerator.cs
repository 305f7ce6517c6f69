using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Operations;

namespace ChaosService.Workloads.Kv;

/// <summary>
/// Every op takes three numbers from the stream, whatever it is. After some appends and prepends to a key, the next one is a write
/// instead, so that values do not grow without limit.
/// </summary>
internal sealed class KvGenerator(KvParameters parameters, SeededRandom random, int worker, int workers) : IGenerator
{
    /// <summary>Of one worker to one key, without a write or a delete of its own in between.</summary>
    public const int JoinsMax = 10;

    private const int AmountMax = 5;

    private readonly string[] _texts = KvWorkload.TextKeys(parameters);
    private readonly string[] _numbers = KvWorkload.NumberKeys(parameters);
    private readonly string[] _all = [.. KvWorkload.TextKeys(parameters), .. KvWorkload.NumberKeys(parameters)];
    private readonly Dictionary<string, int> _joins = new(StringComparer.Ordinal);
    private UniqueValues _values = new(worker, workers);

    private readonly int[] _weights =
    [
        parameters.Mix.Read, parameters.Mix.Write, parameters.Mix.Delete, parameters.Mix.Append, parameters.Mix.Prepend,
        parameters.Mix.Increment,
    ];

    public Operation Next() => Mix.Draw(random, _weights) switch
    {
        0 => WithoutValue(Functions.Read),
        1 => Write(Key(_texts), Size()),
        2 => Delete(),
        3 => Join(Functions.Append, Key(_texts), Size()),
        4 => Join(Functions.Prepend, Key(_texts), Size()),
        _ => new Operation(Functions.Increment, Key(_numbers), OpValue.Integer(Amount())),
    };

    public void Observe(in Operation operation, in OpResult result)
    {
    }

    private Operation Join(string f, string key, int size)
    {
        var joins = _joins.GetValueOrDefault(key);
        if (joins == JoinsMax) return Write(key, size);
        _joins[key] = joins + 1;
        var number = _values.Take();
        return new Operation(f, key, OpValue.Text(f == Functions.Append ? KvValues.End(number) : KvValues.Beginning(number)));
    }

    private Operation Write(string key, int size)
    {
        _joins.Remove(key);
        return new Operation(Functions.Write, key, OpValue.Text(KvValues.Of(_values.Take(), size)));
    }

    private Operation Delete()
    {
        var delete = WithoutValue(Functions.Delete);
        _joins.Remove(delete.Key!);
        return delete;
    }

    private Operation WithoutValue(string f)
    {
        var operation = new Operation(f, Key(_all), OpValue.None);
        Size();
        return operation;
    }

    private string Key(string[] keys) => keys[random.Next(keys.Length)];

    private int Size() => parameters.ValueBytesMin + random.Next(parameters.ValueBytesMax - parameters.ValueBytesMin + 1);

    /// <summary>From -5 to 5, never 0.</summary>
    private int Amount()
    {
        var amount = random.Next(2 * AmountMax) - AmountMax;
        return amount < 0 ? amount : amount + 1;
    }
}
