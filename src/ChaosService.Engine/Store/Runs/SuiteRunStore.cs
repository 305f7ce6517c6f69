using ChaosService.Engine.Store.Sql;
using ChaosService.Engine.Suites;
using ChaosService.Model.Suites;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Store.Runs;

/// <summary>Every run of a suite that the service ever accepted, with its members. Survives restarts. Thread-safe.</summary>
public sealed class SuiteRunStore(Database database)
{
    private static readonly PageCursor Cursor = new('s');
    private static readonly (string Name, object Value) Running = ("@state", nameof(SuiteRunState.Running));

    /// <summary>
    /// Writes the run's current state. Returns when it would survive a power cut. Throws when another run has its idempotency key.
    /// </summary>
    public void Save(SuiteRun run) => database.Write(
        """
        INSERT INTO suite_run (id, suite, state, verdict, idempotency_key, document, life)
        VALUES (@id, @suite, @state, @verdict, @key, @document, @life)
        ON CONFLICT (id) DO UPDATE SET state = excluded.state, verdict = excluded.verdict, document = excluded.document
        """,
        ("@id", run.Id), ("@suite", run.Suite), ("@state", run.State.ToString()),
        ("@verdict", run.Over ? run.Verdict.ToString() : DBNull.Value), ("@key", run.IdempotencyKey ?? (object)DBNull.Value),
        ("@document", SuiteRunJson.Write(run)), ("@life", database.Life));

    public SuiteRun? Find(string id) => Query("id = @value", 1, ("@value", id)).Select(r => r.Run).SingleOrDefault();

    public SuiteRun? FindByKey(string idempotencyKey) =>
        Query("idempotency_key = @value", 1, ("@value", idempotencyKey)).Select(r => r.Run).SingleOrDefault();

    /// <summary>The newest first.</summary>
    /// <exception cref="FormatException">The cursor is not one that an earlier page gave.</exception>
    public SuiteRunPage List(SuiteRunFilter filter, string? cursor, int limit)
    {
        List<(string Condition, string Name, object? Value)> wanted =
        [
            ("suite = @suite", "@suite", filter.Suite), ("state = @state", "@state", filter.State?.ToString()),
            ("verdict = @verdict", "@verdict", filter.Verdict?.ToString()), ("seq < @before", "@before", Cursor.Read(cursor)),
        ];
        wanted.RemoveAll(w => w.Value is null);
        var rows = Query(
            string.Join(" AND ", wanted.Select(w => w.Condition).Prepend("TRUE")), limit + 1, [.. wanted.Select(w => (w.Name, w.Value!))]);
        return rows.Count <= limit
            ? new SuiteRunPage([.. rows.Select(r => r.Run)], null)
            : new SuiteRunPage([.. rows.Take(limit).Select(r => r.Run)], Cursor.Write(rows[limit - 1].Seq));
    }

    /// <summary>The runs that an earlier life of the service, or an instance that is gone, left going on.</summary>
    public IReadOnlyList<SuiteRun> Unfinished() =>
        [.. Query($"state = @state AND {database.Orphaned("suite_run")}", int.MaxValue, Running).Select(r => r.Run)];

    /// <summary>The runs that are over, the oldest first.</summary>
    public IEnumerable<SuiteRun> Over() => Query("state <> @state", int.MaxValue, Running).Select(r => r.Run).Reverse();

    /// <summary>False when it is not there.</summary>
    public bool Delete(string id) => database.Write("DELETE FROM suite_run WHERE id = @id", ("@id", id)) > 0;

    /// <summary>The runs of one suite that are active in other instances.</summary>
    public IReadOnlyList<SuiteRun> GoingElsewhere(string suite) =>
        [.. Query(
            $"state = @state AND suite = @suite AND life <> @life AND NOT ({database.Orphaned("suite_run")})", int.MaxValue, Running,
            ("@suite", suite), ("@life", database.Life)).Select(r => r.Run)];

    private List<(long Seq, SuiteRun Run)> Query(
        string condition, int limit, params ReadOnlySpan<(string Name, object Value)> parameters) => database.Query(
        $"SELECT seq, document FROM suite_run WHERE {condition} ORDER BY seq DESC LIMIT @limit",
        row => (row.GetInt64(0), SuiteRunJson.Read(row.GetString(1))), [.. parameters, ("@limit", limit)]);
}

/// <param name="Verdict">Of runs that are over.</param>
public sealed record SuiteRunFilter(string? Suite = null, SuiteRunState? State = null, Outcome? Verdict = null);

/// <param name="Next">The cursor of the next page; null on the last.</param>
public sealed record SuiteRunPage(IReadOnlyList<SuiteRun> Runs, string? Next);
