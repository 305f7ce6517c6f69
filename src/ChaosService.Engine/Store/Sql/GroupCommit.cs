using System.Data.Common;

namespace ChaosService.Engine.Store.Sql;

/// <summary>
/// Writes of many callers in few transactions: what comes while one is synced to the disk goes into the next together. So a caller waits
/// for two syncs at most, however many others write. Statements take effect in the order of the calls. Thread-safe.
/// </summary>
internal sealed class GroupCommit(Database database)
{
    /// <summary>More than can wait in the run queue. Beyond it a write fails as on a database that is locked.</summary>
    private const int PendingMax = 20_000;

    private const string Savepoint = "one";

    private readonly Lock _gate = new();
    private List<Write> _pending = [];
    private bool _writing;

    /// <summary>
    /// Completes with the number of rows when the statement's effect would survive a power cut. Throws <see cref="DbException"/> when it
    /// has none.
    /// </summary>
    public Task<int> ExecuteAsync(string sql, params (string Name, object Value)[] parameters)
    {
        var write = new Write(sql, parameters);
        lock (_gate)
        {
            if (_pending.Count >= PendingMax) return Task.FromException<int>(new TooManyWritesException(PendingMax));
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
            Commit(group);
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
        using var turn = database.Turn();
        using var connection = database.Connect();
        using var transaction = database.Begin(connection);
        foreach (var write in group)
        {
            if (database.NeedsSavepoints) transaction.Save(Savepoint);
            try
            {
                write.Rows = Database.Execute(connection, write.Sql, write.Parameters);
            }
            catch (DbException e) when (database.IsRefusal(e))
            {
                // Undoes this statement alone. Any other error may have ended the transaction: the group fails together.
                write.Refused = e;
                if (database.NeedsSavepoints) transaction.Rollback(Savepoint);
            }
        }
        transaction.Commit();
    }

    private sealed class Write(string sql, (string Name, object Value)[] parameters)
    {
        public string Sql => sql;

        public (string Name, object Value)[] Parameters => parameters;

        public int Rows { get; set; }

        public DbException? Refused { get; set; }

        public TaskCompletionSource<int> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Tell()
        {
            if (Refused is { } refused) Done.TrySetException(refused);
            else Done.TrySetResult(Rows);
        }
    }
}

/// <summary>As a database that is locked.</summary>
internal sealed class TooManyWritesException(int pending) : DbException($"{pending} writes wait for the disk already");
