using System.Text;
using ChaosService.Model.Bank;
using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Clients;

namespace ChaosService.Workloads.Etcd;

/// <summary>
/// Accounts are keys; one that is missing holds 0. etcd has no arithmetic, so a transfer reads both accounts, and writes them in a
/// transaction that succeeds only when neither has changed since.
/// </summary>
internal sealed class EtcdBank(EtcdGateway gateway, DatabaseRequest request)
{
    /// <summary>Enough for the contention of a test; a transfer that was overtaken this often is answered as a failed compare.</summary>
    private const int Tries = 5;

    private readonly EtcdOptions _options = (EtcdOptions)request.Options;
    private readonly string _prefix = $"{request.KeyPrefix}bank/";

    /// <summary>Throws as <see cref="EtcdGateway.PostAsync"/> does once something may have been written.</summary>
    /// <param name="cutOff">The run's own cancellation.</param>
    public async Task<OpResult> TransferAsync(string node, Transfer transfer, CancellationToken limit, CancellationToken cutOff)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            Account payer, payee;
            try
            {
                (payer, payee) = _options.Transfers == EtcdOptions.Separate
                    ? (await ReadAsync(node, transfer.From, limit), await ReadAsync(node, transfer.To, limit))
                    : await ReadBothAsync(node, transfer, limit);
            }
            catch (Exception e)
            {
                // Nothing was written yet, whatever the error.
                return OpResult.Fail(EtcdOutcome.Of(e, Functions.Balances, node, cutOff).Error!, node);
            }
            payer = payer with { Balance = payer.Balance - transfer.Amount };
            payee = payee with { Balance = payee.Balance + transfer.Amount };
            if (_options.Transfers == EtcdOptions.Separate) return await WriteEachAsync(node, payer, payee, limit, cutOff);
            if (await WriteBothAsync(node, payer, payee, limit)) return OpResult.Ok(default, node);
        }
        return OpResult.Fail(Errors.CompareFailed, node);
    }

    /// <summary>One range is one moment. Throws as <see cref="EtcdGateway.PostAsync"/> does.</summary>
    public async Task<OpResult> BalancesAsync(string node, CancellationToken limit)
    {
        var prefix = EtcdBytes.Of(_prefix);
        var range = new RangeRequest(prefix, EtcdBytes.EndOfPrefix(prefix), _options.Reads == EtcdOptions.Serializable);
        var answer = await gateway.RangeAsync(node, range, limit);
        return OpResult.Ok(
            Balances.ToValue(
                (answer.Kvs ?? []).Select(kv => (Encoding.UTF8.GetString(kv.Key.AsSpan(prefix.Length)), EtcdBytes.Number(kv.Value)))),
            node);
    }

    private async Task<(Account Payer, Account Payee)> ReadBothAsync(string node, Transfer transfer, CancellationToken limit)
    {
        var (from, to) = (Key(transfer.From), Key(transfer.To));
        var answer = await gateway.TxnAsync(
            node, new TxnRequest([], [new(RequestRange: new RangeRequest(from)), new(RequestRange: new RangeRequest(to))]), limit);
        return answer.Responses is [{ ResponseRange: { } fromRange }, { ResponseRange: { } toRange }]
            ? (Account.Of(from, fromRange), Account.Of(to, toRange))
            : throw new FormatException("The transaction of two ranges has other answers.");
    }

    private async Task<bool> WriteBothAsync(string node, Account payer, Account payee, CancellationToken limit)
    {
        var answer = await gateway.TxnAsync(node, new TxnRequest([Unchanged(payer), Unchanged(payee)], [Put(payer), Put(payee)]), limit);
        return answer.Succeeded;

        static Compare Unchanged(Account account) => new(account.Key, "MOD", ModRevision: account.Revision);
        static TxnOperation Put(Account account) => new(new PutRequest(account.Key, EtcdBytes.Of(account.Balance)));
    }

    private async Task<Account> ReadAsync(string node, string name, CancellationToken limit)
    {
        var key = Key(name);
        return Account.Of(key, await gateway.RangeAsync(node, new RangeRequest(key), limit));
    }

    private async Task<OpResult> WriteEachAsync(
        string node, Account payer, Account payee, CancellationToken limit, CancellationToken cutOff)
    {
        await gateway.PutAsync(node, payer.Key, EtcdBytes.Of(payer.Balance), limit);
        try
        {
            await gateway.PutAsync(node, payee.Key, EtcdBytes.Of(payee.Balance), limit);
            return OpResult.Ok(default, node);
        }
        catch (Exception e)
        {
            // Half of it was done, whatever the error.
            return OpResult.Info(EtcdOutcome.Of(e, Functions.Transfer, node, cutOff).Error!, node);
        }
    }

    private byte[] Key(string account) => EtcdBytes.Of(_prefix + account);

    /// <param name="Revision">Of its last change; 0: it is missing.</param>
    private readonly record struct Account(byte[] Key, long Balance, long Revision)
    {
        public static Account Of(byte[] key, RangeResponse answer) =>
            answer.Kvs is [var only] ? new(key, EtcdBytes.Number(only.Value), only.ModRevision) : new(key, 0, 0);
    }
}
