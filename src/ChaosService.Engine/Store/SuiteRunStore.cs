using ChaosService.Engine.Journal;
using ChaosService.Engine.Suites;
using ChaosService.Model.Suites;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Store;

/// <summary>Every run of a suite that the service ever accepted, with its members. Survives restarts. Thread-safe.</summary>
public sealed class SuiteRunStore(StateDatabase database)
{
    private static readonly PageCursor Cursor = new('s');

    /// <summary>Writes the run as it stands. Returns when it would survive a power cut. Throws when another run has its idempotency key.</summary>
    public void Save(SuiteRun run)
    {
        using var turn = database.Writing.EnterScope();
        using var connection = database.Connect();
        StateDatabase.Execute(
            connection,
            """
            INSERT INTO suite_run (id, suite, state, verdict, idempotency_key, document) VALUES ($id, $suite, $state, $verdict, $key, $document)
            ON CONFLICT (id) DO UPDATE SET state = $state, verdict = $verdict, document = $document
            """,
            ("$id", run.Id), ("$suite", run.Suite), ("$state", run.State.ToString()), ("$verdict", run.Over ? run.Verdict.ToString() : DBNull.Value),
            ("$key", run.IdempotencyKey ?? (object)DBNull.Value), ("$document", SuiteRunJson.Write(run)));
    }

    public SuiteRun? Find(string id) => Query("id = $value", 1, ("$value", id)).Select(r => r.Run).SingleOrDefault();

    public SuiteRun? FindByKey(string idempotencyKey) => Query("idempotency_key = $value", 1, ("$value", idempotencyKey)).Select(r => r.Run).SingleOrDefault();

    /// <summary>The newest first.</summary>
    /// <exception cref="FormatException">The cursor is not one that an earlier page gave.</exception>
    public SuiteRunPage List(SuiteRunFilter filter, string? cursor, int limit)
    {
        var rows = Query(
            "($suite IS NULL OR suite = $suite) AND ($state IS NULL OR state = $state) AND ($verdict IS NULL OR verdict = $verdict) AND ($before IS NULL OR seq < $before)",
            limit + 1, ("$suite", filter.Suite), ("$state", filter.State?.ToString()), ("$verdict", filter.Verdict?.ToString()), ("$before", Cursor.Read(cursor)));
        return rows.Count <= limit
            ? new SuiteRunPage([.. rows.Select(r => r.Run)], null)
            : new SuiteRunPage([.. rows.Take(limit).Select(r => r.Run)], Cursor.Write(rows[limit - 1].Seq));
    }

    /// <summary>The runs that an earlier life of the service left going on.</summary>
    public IReadOnlyList<SuiteRun> Unfinished() => [.. Query("state = $state", -1, ("$state", nameof(SuiteRunState.Running))).Select(r => r.Run)];

    private List<(long Seq, SuiteRun Run)> Query(string condition, int limit, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        // Every condition is a constant above; values travel as parameters.
#pragma warning disable CA2100
        command.CommandText = $"SELECT seq, document FROM suite_run WHERE {condition} ORDER BY seq DESC LIMIT $limit";
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$limit", limit);
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        using var reader = command.ExecuteReader();
        var rows = new List<(long, SuiteRun)>();
        while (reader.Read()) rows.Add((reader.GetInt64(0), SuiteRunJson.Read(reader.GetString(1))));
        return rows;
    }
}

/// <param name="Verdict">Of runs that are over.</param>
public sealed record SuiteRunFilter(string? Suite = null, SuiteRunState? State = null, Outcome? Verdict = null);

/// <param name="Next">The cursor of the next page; null on the last.</param>
public sealed record SuiteRunPage(IReadOnlyList<SuiteRun> Runs, string? Next);
