using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ChaosService.Engine.Journal;
using ChaosService.Engine.Store.Sql;
using ChaosService.Model.Runs;

namespace ChaosService.Engine.Store.Service;

/// <summary>
/// What the service must remember of itself and its machine over restarts: which process has the state directory, and what the clock said.
/// </summary>
public sealed class ServiceFacts(StateDatabase database, TimeProvider time)
{
    private const string OwnerName = "owner";
    private const string ClockName = "clock";
    private const string StateIdName = "state id";

    private const string ValueSql = "SELECT value FROM service_fact WHERE name = @name";
    private const string SetSql = "INSERT OR REPLACE INTO service_fact VALUES (@name, @value)";

    /// <summary>Tells this state directory from all others; drawn when it is first asked for.</summary>
    public string StateId => database.Transact(transaction =>
    {
        if (Value(transaction, StateIdName) is { } known) return known;
        var drawn = RandomNumberGenerator.GetHexString(16, lowercase: true);
        Set(transaction, StateIdName, drawn);
        return drawn;
    });

    /// <summary>What the wall clock said when it was last believed; null when that was never written.</summary>
    public DateTimeOffset? ClockSeen =>
        database.Query(ValueSql, row => row.GetString(0), ("@name", ClockName)) is [var text]
            ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture)
            : null;

    public void SeeClock(DateTimeOffset now) =>
        database.Write(SetSql, ("@name", ClockName), ("@value", now.ToString("O", CultureInfo.InvariantCulture)));

    /// <summary>Takes the store for this process until it ends. Throws <see cref="IOException"/> naming the process that has it.</summary>
    public void TakeStore() => database.Transact(transaction =>
    {
        if (Value(transaction, OwnerName) is { } written && JsonSerializer.Deserialize<Owner>(written) is { } owner
            && Processes.IsAlive(owner.Process) && owner.Process != Processes.Current)
            throw new IOException(string.Create(
                CultureInfo.InvariantCulture,
                $"another service has {database.File}: process {owner.Process.Pid}, since {owner.Since:yyyy-MM-dd HH:mm:ss} UTC; "
                + $"stop it, or choose another directory with --state"));
        return Set(transaction, OwnerName, JsonSerializer.Serialize(new Owner(Processes.Current, time.GetUtcNow())));
    });

    private static string? Value(Transaction transaction, string name) =>
        transaction.Query(ValueSql, row => row.GetString(0), ("@name", name)).SingleOrDefault();

    private static int Set(Transaction transaction, string name, string value) =>
        transaction.Write(SetSql, ("@name", name), ("@value", value));

    private sealed record Owner(ProcessIdentity Process, DateTimeOffset Since);
}
