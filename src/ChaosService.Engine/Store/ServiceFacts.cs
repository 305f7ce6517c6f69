using System.Globalization;
using System.Text.Json;
using ChaosService.Engine.Journal;
using ChaosService.Model.Runs;
using Microsoft.Data.Sqlite;

namespace ChaosService.Engine.Store;

/// <summary>What the service must remember of itself over restarts: that it is halted, and which process has the store.</summary>
public sealed class ServiceFacts(StateDatabase database, TimeProvider time)
{
    private const string HaltedName = "halted";
    private const string OwnerName = "owner";
    private const string ClockName = "clock";

    /// <summary>Why and since when the service is halted; null when it is not.</summary>
    public string? Halted
    {
        get
        {
            using var connection = database.Connect();
            return Value(connection, HaltedName);
        }
    }

    public void Halt(string reason)
    {
        using var connection = database.Connect();
        Set(connection, HaltedName, reason);
    }

    public void Resume()
    {
        using var connection = database.Connect();
        StateDatabase.Execute(connection, "DELETE FROM service_fact WHERE name = $name", ("$name", HaltedName));
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
