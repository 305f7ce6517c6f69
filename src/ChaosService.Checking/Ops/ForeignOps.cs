using ChaosService.Model.Histories;

namespace ChaosService.Checking.Ops;

/// <summary>
/// Ops that the checks of whole numbers cannot follow: unknown functions (a delete, an increment), and values of other kinds. They may
/// explain what looks wrong, and invalidate what looks right, so there is no verdict on their keys.
/// </summary>
internal sealed class ForeignOps
{
    private readonly Dictionary<string, string> _byKey = new(StringComparer.Ordinal);

    public ForeignOps(ReadOnlySpan<Op> ops)
    {
        foreach (ref readonly var op in ops)
        {
            if (op.Outcome == OpType.Fail) continue;
            if (op.F is not (Functions.Read or Functions.Write or Functions.Cas or Functions.Add))
                _byKey.TryAdd(op.Key ?? "", $"what its \"{op.F}\" does is not known");
            else if (HasForeignValue(op))
                _byKey.TryAdd(
                    op.Key ?? "",
                    $"this check compares whole numbers, and the value of {Article(op.F)} {op.F} is {op.Value}; number the values");
        }
    }

    /// <summary>Why there is no verdict on the key; null when there is one.</summary>
    public string? Doubt(string? key) => _byKey.GetValueOrDefault(key ?? "");

    public static bool HasForeignValue(in Op op) => IsForeign(op.F, op.Value);

    private static string Article(string f) => f == Functions.Add ? "an" : "a";

    /// <summary>Whether neither a register of whole numbers nor a set of them may hold it.</summary>
    public static bool IsForeign(string f, OpValue value) => value.Kind switch
    {
        OpValueKind.None or OpValueKind.Integer or OpValueKind.Pair => false,
        OpValueKind.List => f != Functions.Read,
        _ => true,
    };
}
