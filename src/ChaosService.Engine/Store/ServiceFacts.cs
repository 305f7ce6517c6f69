using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ChaosService.Engine.Journal;
using ChaosService.Model.Runs;
using Microsoft.Data.Sqlite;

namespace ChaosService.Engine.Store;

/// <summary>What the service must remember of itself and its machine over restarts: which process has the state directory, and what the clock said.</summary>
public sealed class ServiceFacts(StateDatabase database, TimeProvider time)
{
    private const string OwnerName = "owner";
    private const string ClockName = "clock";
    private const string StateIdName = "state id";

    /// <summary>Tells this state directory from all others; drawn when it is first asked for.</summary>
    public string StateId
    {
        get
        {
            using var connection = database.Connect();
            using var transaction = database.Begin(connection);
            if (Value(connection, StateIdName) is { } known) return known;
            var drawn = RandomNumberGenerator.GetHexString(16, lowercase: true);
            Set(connection, StateIdName, drawn);
            transaction.Commit();
            return drawn;
        }
    }

    /// <summary>What the wall clock said when it was last believed; null when that was never written.</summary>
    public DateTimeOffset? ClockSeen
    {
        get
        {
            using var connection = database.Connect();
            return Value(connection, ClockName) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;
        }
    }

    public void SeeClock(DateTimeOffset now)
    {
        using var connection = database.Connect();
        Set(connection, ClockName, now.ToString("O", CultureInfo.InvariantCulture));
    }

    /// <summary>Takes the store for this process until it ends. Throws <see cref="IOException"/> naming the process that has it.</summary>
    public void TakeStore()
    {
        using var connection = database.Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        if (Value(connection, OwnerName) is { } written && JsonSerializer.Deserialize<Owner>(written) is { } owner && Processes.IsAlive(owner.Process) && owner.Process != Processes.Current)
            throw new IOException(string.Create(
                CultureInfo.InvariantCulture,
                $"another service has {database.File}: process {owner.Process.Pid}, since {owner.Since:yyyy-MM-dd HH:mm:ss} UTC; stop it, or choose another directory with --state"));
        Set(connection, OwnerName, JsonSerializer.Serialize(new Owner(Processes.Current, time.GetUtcNow())));
        transaction.Commit();
    }

    private static string? Value(SqliteConnection connection, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT value FROM service_fact WHERE name = $name";
        command.Parameters.AddWithValue("$name", name);
        return command.ExecuteScalar() as string;
    }

    private static void Set(SqliteConnection connection, string name, string value) =>
        StateDatabase.Execute(connection, "INSERT OR REPLACE INTO service_fact VALUES ($name, $value)", ("$name", name), ("$value", value));

    private sealed record Owner(ProcessIdentity Process, DateTimeOffset Since);
}
