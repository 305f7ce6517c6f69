using ChaosService.Model.Histories;

namespace ChaosService.Checking.Ops;

/// <summary>
/// Functions that no check here knows, in histories of other programs: a delete, an increment. They may explain what looks wrong, and break
/// what looks right, so nothing is said of their keys.
/// </summary>
internal sealed class ForeignFunctions
{
    private readonly Dictionary<string, string> _byKey = new(StringComparer.Ordinal);

    public ForeignFunctions(ReadOnlySpan<Op> ops)
    {
        foreach (ref readonly var op in ops)
            if (op.Outcome != OpType.Fail && op.F is not (Functions.Read or Functions.Write or Functions.Cas or Functions.Add))
                _byKey.TryAdd(op.Key ?? "", op.F);
    }

    /// <summary>Why nothing can be said of the key; null when something can.</summary>
    public string? Doubt(string? key) => _byKey.TryGetValue(key ?? "", out var f) ? $"what its \"{f}\" does is not known" : null;
}
