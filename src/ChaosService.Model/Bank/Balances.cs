using ChaosService.Model.Histories;

namespace ChaosService.Model.Bank;

/// <summary>
/// The value of an ok <see cref="Functions.Balances"/>: what every account held at one moment. One that is missing holds 0.
/// </summary>
public static class Balances
{
    public static OpValue ToValue(IEnumerable<(string Account, long Balance)> accounts) =>
        OpValue.Object([.. accounts.Select(a => new OpField(a.Account, OpValue.Integer(a.Balance)))]);

    /// <summary>Null when they are not balances.</summary>
    public static IReadOnlyList<(string Account, long Balance)>? Read(OpValue value) =>
        value.Fields is { } fields && Array.TrueForAll(fields, f => f.Value.Kind == OpValueKind.Integer)
            ? [.. fields.Select(f => (f.Name, f.Value.First))]
            : null;
}
