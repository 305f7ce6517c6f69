using ChaosService.Model.Histories;

namespace ChaosService.Model.Bank;

/// <summary>The value of a <see cref="Functions.Transfer"/>: money that leaves one account and arrives at another, or neither.</summary>
/// <param name="Amount">More than 0.</param>
public readonly record struct Transfer(string From, string To, long Amount)
{
    public OpValue ToValue() => OpValue.Object(
        [new("from", OpValue.Text(From)), new("to", OpValue.Text(To)), new("amount", OpValue.Integer(Amount))]);

    /// <summary>Null when it is not the value of a transfer.</summary>
    public static Transfer? Read(OpValue value) =>
        value.Text("from") is { } from && value.Text("to") is { } to && value.Integer("amount") is { } amount
            ? new Transfer(from, to, amount)
            : null;
}
