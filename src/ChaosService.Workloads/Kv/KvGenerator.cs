using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Operations;

namespace ChaosService.Workloads.Kv;

/// <summary>
/// Every op takes four numbers from the stream, whatever it is. After some appends and prepends to a key, the next one is a write instead,
/// so that values do not grow without limit.
/// </summary>
internal sealed class KvGenerator(KvParameters parameters, SeededRandom random, int worker, int workers) : IGenerator
{
    /// <summary>Of one worker to one key, without a write or a delete of its own in between.</summary>
    public const int JoinsMax = 5;

    private const int AmountMax = 5;

    private static readonly string[] Drawn =
        [Functions.Read, Functions.Write, Functions.Delete, Functions.Append, Functions.Prepend, Functions.Increment];

    private readonly string[] _texts = KvKeys.Texts(parameters);
    private readonly string[] _numbers = KvKeys.Numbers(parameters);
    private readonly string[] _all = [.. KvKeys.Texts(parameters), .. KvKeys.Numbers(parameters)];
    private readonly int[] _weights = parameters.Mix.Weights;
    private readonly Dictionary<string, int> _joins = new(StringComparer.Ordinal);
    private UniqueValues _values = new(worker, workers);

    public Operation Next()
    {
        var f = Drawn[Mix.Draw(random, _weights)];
        var keys = f switch { Functions.Read => _all, Functions.Increment => _numbers, _ => _texts };
        var (key, bytes, amount) = (keys[random.Next(keys.Length)], Bytes(), Amount());
        return f switch
        {
            Functions.Write => Write(key, bytes),
            Functions.Delete => Delete(key),
            Functions.Append or Functions.Prepend => Join(f, key, bytes),
            Functions.Increment => new Operation(f, key, OpValue.Integer(amount)),
            _ => new Operation(f, key, OpValue.None),
        };
    }

    public void Observe(in Operation operation, in OpResult result)
    {
    }

    private Operation Write(string key, int bytes)
    {
        _joins.Remove(key);
        return new Operation(Functions.Write, key, OpValue.Text(KvValues.Of(_values.Take(), bytes)));
    }

    private Operation Delete(string key)
    {
        _joins.Remove(key);
        return new Operation(Functions.Delete, key, OpValue.None);
    }

    private Operation Join(string f, string key, int bytes)
    {
        var joins = _joins.GetValueOrDefault(key);
        if (joins == JoinsMax) return Write(key, bytes);
        _joins[key] = joins + 1;
        var number = _values.Take();
        return new Operation(f, key, OpValue.Text(f == Functions.Append ? KvValues.End(number) : KvValues.Beginning(number)));
    }

    private int Bytes() => parameters.ValueBytesMin + random.Next(parameters.ValueBytesMax - parameters.ValueBytesMin + 1);

    /// <summary>From -5 to 5, never 0.</summary>
    private int Amount()
    {
        var drawn = random.Next(2 * AmountMax) - AmountMax;
        return drawn < 0 ? drawn : drawn + 1;
    }
}
