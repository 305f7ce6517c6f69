namespace ChaosService.Checking.Bank;

/// <summary>What a read found.</summary>
/// <param name="Position">Of the op in the history.</param>
/// <param name="Accounts">One that is missing held 0.</param>
internal readonly record struct SeenBalances(int Position, IReadOnlyList<(string Account, long Balance)> Accounts)
{
    public Int128 Total => Accounts.Aggregate(Int128.Zero, (sum, a) => sum + a.Balance);
}
