using ChaosService.Model;
using ChaosService.Model.Histories;
using ChaosService.Model.Plans;
using ChaosService.Model.Randomness;

namespace ChaosService.Engine.Soaking.Carrying;

/// <summary>
/// A bounded sample, drawn from the seed, of data that earlier windows acknowledged. Every window has the same chance to be in it, however
/// many there are (Vitter's algorithm R), so that a loss long after the acknowledgement is as likely to be seen as one soon after.
/// </summary>
internal sealed class CarriedValues(Catalog catalog, long seed)
{
    private const int RegistersMax = 64;
    private const int SetsMax = 8;
    private const int KeysOfAWindow = 4;
    private const int ElementsMax = 64;

    private readonly Reservoir _registers = new(RegistersMax, SeededRandom.Derive(seed, "carried/registers"));
    private readonly Reservoir _sets = new(SetsMax, SeededRandom.Derive(seed, "carried/sets"));

    public IReadOnlyList<CarriedValue> Items => [.. _registers.Items, .. _sets.Items];

    /// <summary>Samples a window that was judged valid: for others the acknowledged data is not known.</summary>
    public void Take(int window, string place, Plan plan, History history)
    {
        var random = SeededRandom.Derive(plan.Seed, "carried");
        var loads = LoadsByKey(plan);
        var values = FinalValues(history).Where(v => loads.ContainsKey(v.Key)).ToList();
        var registers = values.Where(v => v.Value.Kind != OpValueKind.List).ToArray();
        random.Shuffle<(string Key, OpValue Value)>(registers);
        foreach (var (key, value) in registers.Take(KeysOfAWindow))
            _registers.Offer(
                new CarriedValue(window, place, loads[key], key, [.. Unknown(history, key).Prepend(Single(value)).Distinct()]));
        foreach (var (key, value) in values.Where(v => v.Value is { Kind: OpValueKind.List, Items.Length: > 0 }))
        {
            var elements = value.Items!.ToArray();
            random.Shuffle<long>(elements);
            _sets.Offer(new CarriedValue(window, place, loads[key], null, [.. elements.Take(ElementsMax).Order()]));
        }
    }

    /// <summary>
    /// Which load reads a key in the end. A key of two loads is two keys in the database and one in the history: it is left out.
    /// </summary>
    private Dictionary<string, int> LoadsByKey(Plan plan) => plan.Load
        .SelectMany(load => catalog.Workloads[load.Workload].FinalReads(load.Parameters).Select(read => (Key: read.Key ?? "", load.Index)))
        .GroupBy(k => k.Key, StringComparer.Ordinal)
        .Where(k => k.Count() == 1)
        .ToDictionary(k => k.Key, k => k.Single().Index, StringComparer.Ordinal);

    /// <summary>
    /// Only keys that hold nothing but whole numbers, because only those can be carried. The key of a set, which has none, is empty.
    /// </summary>
    private static IEnumerable<(string Key, OpValue Value)> FinalValues(History history)
    {
        if (history.TimeOf(RunPhase.FinalReadsStarted) is not { } from) return [];
        var last = new SortedDictionary<string, OpValue>(StringComparer.Ordinal);
        var others = new HashSet<string>(StringComparer.Ordinal);
        foreach (ref readonly var op in history.Ops.Span)
        {
            if (op.Value.Kind > OpValueKind.List) others.Add(op.Key ?? "");
            if (op.InvokedNs >= from && op is { F: Functions.Read, Outcome: OpType.Ok }) last[op.Key ?? ""] = op.Value;
        }
        return last.Where(v => !others.Contains(v.Key)).Select(v => (v.Key, v.Value));
    }

    /// <summary>Values that writes with an unknown outcome may still leave.</summary>
    private static List<long> Unknown(History history, string key)
    {
        var values = new List<long>();
        foreach (ref readonly var op in history.Ops.Span)
            if (op.Key == key && op.Outcome == OpType.Info && op.F is Functions.Write or Functions.Cas)
                values.Add(op.F == Functions.Cas ? op.Value.Second : op.Value.First);
        return values;
    }

    private static long Single(OpValue value) => value.Kind == OpValueKind.None ? OpValue.Nil : value.First;

    private sealed class Reservoir(int capacity, SeededRandom random)
    {
        private int _offered;

        public List<CarriedValue> Items { get; } = [];

        public void Offer(CarriedValue item)
        {
            _offered++;
            if (Items.Count < capacity) Items.Add(item);
            else if (random.Next(_offered) is var slot && slot < capacity) Items[slot] = item;
        }
    }
}
