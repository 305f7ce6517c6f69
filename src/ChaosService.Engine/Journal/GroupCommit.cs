using Microsoft.Data.Sqlite;

namespace ChaosService.Engine.Journal;

/// <summary>
/// Writes of many callers in few transactions: what comes while one is synced to the disk goes into the next together. So a caller waits for two syncs at
/// most, however many others write. Statements take effect in the order of the calls. Thread-safe.
/// </summary>
internal sealed class GroupCommit(StateDatabase database)
{
    /// <summary>More than can wait in the run queue. Beyond it a write fails as on a database that is locked.</summary>
    private const int PendingMax = 20_000;

    private const int SqliteBusy = 5;
    private const int SqliteConstraint = 19;

    private readonly Lock _gate = new();
    private List<Write> _pending = [];
    private bool _writing;

    /// <summary>Completes when the statement's effect would survive a power cut. Throws <see cref="SqliteException"/> when it has none.</summary>
    public Task ExecuteAsync(string sql, params (string Name, object Value)[] parameters)
    {
        var write = new Write(sql, parameters);
        lock (_gate)
        {
            if (_pending.Count >= PendingMax) return Task.FromException(new SqliteException($"{PendingMax} writes wait for the disk already", SqliteBusy));
            _pending.Add(write);
            if (_writing) return write.Done.Task;
            _writing = true;
        }
        _ = Task.Run(WriteAll);
        return write.Done.Task;
    }

    private void WriteAll()
    {
        while (true)
        {
            List<Write> group;
            lock (_gate)
            {
                if (_pending.Count == 0)
                {
                    _writing = false;
                    return;
                }
                (group, _pending) = (_pending, []);
            }
            WriteGroup(group);
        }
    }

    private void WriteGroup(List<Write> group)
    {
        try
        {
            lock (database.Writing) Commit(group);
            foreach (var write in group) write.Tell();
        }
        catch (Exception e)
        {
            // Nothing of the group is there: each caller is told, and decides for itself.
            foreach (var write in group) write.Done.TrySetException(e);
        }
    }

    private void Commit(List<Write> group)
    {
        using var connection = database.Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        foreach (var write in group)
        {
            try
            {
                StateDatabase.Execute(connection, write.Sql, write.Parameters);
            }
            catch (SqliteException e) when (e.SqliteErrorCode == SqliteConstraint)
            {
                // Undoes this statement alone. After any other error SQLite may have ended the transaction: the group fails together.
                write.Refused = e;
            }
        }
        transaction.Commit();
    }

    private sealed class Write(string sql, (string Name, object Value)[] parameters)
    {
        public string Sql => sql;

        public (string Name, object Value)[] Parameters => parameters;

        public SqliteException? Refused { get; set; }

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Tell()
        {
            if (Refused is { } refused) Done.TrySetException(refused);
            else Done.TrySetResult();
        }
    }
}
