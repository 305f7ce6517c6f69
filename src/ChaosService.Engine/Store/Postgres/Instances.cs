namespace ChaosService.Engine.Store.Postgres;

/// <summary>
/// Which instances are alive, by the database's clock only. A life is over when its row is gone: the instance signed off, or its lease had
/// expired when another instance looked. It holds its targets exactly as long. Thread-safe.
/// </summary>
public sealed class Instances(PostgresDatabase database)
{
    /// <summary>
    /// Begins a life under this instance's name; an earlier one on the same state directory is over with it. Throws
    /// <see cref="IOException"/> when another instance has the name.
    /// </summary>
    /// <param name="stateId">Of the state directory, which one process has at a time.</param>
    public void Join(string stateId, string machine, int pid, TimeSpan lease)
    {
        BuryTheDead();
        database.Live(database.Transact(transaction =>
        {
            transaction.Write(
                "DELETE FROM instance WHERE name = @name AND state_id = @state", ("@name", database.Instance), ("@state", stateId));
            List<long> lives = transaction.Query(
                """
                INSERT INTO instance (name, state_id, machine, pid, expires_at)
                VALUES (@name, @state, @machine, @pid, clock_timestamp() + @lease)
                ON CONFLICT (name) DO NOTHING RETURNING life
                """,
                row => row.GetInt64(0),
                ("@name", database.Instance), ("@state", stateId), ("@machine", machine), ("@pid", pid), ("@lease", lease));
            return lives is [var life] ? life : throw Taken();
        }));
    }

    /// <summary>Renews this life for this long from now. False when it is over: others may have what it held.</summary>
    public bool Renew(TimeSpan lease) => database.Write(
        "UPDATE instance SET expires_at = clock_timestamp() + @lease WHERE life = @life", ("@lease", lease), ("@life", database.Life)) > 0;

    /// <summary>Ends this life.</summary>
    public void Leave() => database.Write("DELETE FROM instance WHERE life = @life", ("@life", database.Life));

    /// <summary>Ends the lives whose time is over; returns their names. A renewal that is under way is waited for, and counts.</summary>
    public IReadOnlyList<string> BuryTheDead() =>
        database.Query("DELETE FROM instance WHERE expires_at < clock_timestamp() RETURNING name", row => row.GetString(0));

    private IOException Taken()
    {
        var holder = database.Query(
            "SELECT machine, pid, started_at FROM instance WHERE name = @name",
            row => $"process {row.GetInt32(1)} on '{row.GetString(0)}', since {row.GetFieldValue<DateTime>(2):yyyy-MM-dd HH:mm:ss} UTC",
            ("@name", database.Instance)).SingleOrDefault();
        return new IOException(
            $"store.instance: another instance of the shared store is called '{database.Instance}': "
                + $"{holder ?? "it has just gone, start again"}; stop it, or give this one another name with store.instance");
    }
}
