using ChaosService.Engine.Store.Sql;
using ChaosService.Model.Runs;

namespace ChaosService.Engine.Store.Runs;

/// <inheritdoc cref="IRunStore"/>
public sealed class RunStore(Database database) : IRunStore
{
    private const string Change =
        "UPDATE run SET state = @state, verdict = @verdict, reason = @reason, exit_code = @exit, started_at = @started, ended_at = "
            + "@ended, directory = @directory";

    private static readonly PageCursor Cursor = new('r');

    public Task AddAsync(StoredRun run) => database.Grouped.ExecuteAsync(
        """
        INSERT INTO run (
            id, experiment, project, seed, cause, labels, state, verdict, reason, exit_code, accepted_at, started_at, ended_at, directory,
            idempotency_key, trace_parent, instance, life)
        VALUES (
            @id, @experiment, @project, @seed, @cause, @labels, @state, @verdict, @reason, @exit, @accepted, @started, @ended, @directory,
            @key, @trace, @instance, @life)
        """,
        [
            .. RunRow.Changing(run), ("@experiment", run.Experiment), ("@project", run.Project), ("@seed", run.Seed), ("@cause", run.Cause),
            ("@labels", RunRow.Write(run.Labels)), ("@accepted", RunRow.Write(run.AcceptedAt)),
            ("@key", run.IdempotencyKey ?? (object)DBNull.Value), ("@trace", run.TraceParent ?? (object)DBNull.Value),
            ("@instance", database.Instance), ("@life", database.Life),
        ]);

    public Task UpdateAsync(StoredRun run) => database.Grouped.ExecuteAsync($"{Change} WHERE id = @id", RunRow.Changing(run));

    public async Task<bool> UpdateUnfinishedAsync(StoredRun run) =>
        await database.Grouped.ExecuteAsync($"{Change} WHERE id = @id AND state IN ('Queued', 'Running')", RunRow.Changing(run)) > 0;

    /// <summary>As <see cref="AddAsync"/>; returns when it is done.</summary>
    public void Add(StoredRun run) => AddAsync(run).GetAwaiter().GetResult();

    /// <summary>As <see cref="UpdateAsync"/>; returns when it is done.</summary>
    public void Update(StoredRun run) => UpdateAsync(run).GetAwaiter().GetResult();

    public StoredRun? Find(string id) => One("id = @value", id);

    public StoredRun? FindByKey(string idempotencyKey) => One("idempotency_key = @value", idempotencyKey);

    public RunPage List(RunFilter filter, string? cursor, int limit)
    {
        var (where, parameters) = RunConditions.Of(filter, Cursor.Read(cursor), database);
        var rows = database.Query(
            $"SELECT {RunRow.Columns} FROM run WHERE {where} ORDER BY seq DESC LIMIT @limit",
            row => (Seq: row.GetInt64(0), Run: RunRow.Read(row)), [.. parameters, ("@limit", limit + 1)]);
        return rows.Count <= limit
            ? new RunPage([.. rows.Select(r => r.Run)], null)
            : new RunPage([.. rows.Take(limit).Select(r => r.Run)], Cursor.Write(rows[limit - 1].Seq));
    }

    public IReadOnlyList<string> EndUnfinished(DateTimeOffset now)
    {
        var unfinished = database.Query(
            $"SELECT {RunRow.Columns} FROM run WHERE state IN ('Queued', 'Running') AND {database.Orphaned("run")} ORDER BY state "
                + $"DESC, seq DESC", RunRow.Read);
        // An orphan's owner may be only slow: what it wrote meanwhile stands.
        var ends = Task.WhenAll(unfinished.Select(run => UpdateUnfinishedAsync(run with
        {
            State = RunState.Interrupted,
            Reason = run.State == RunState.Running
                ? "the service ended while it ran; its history is kept: judge what is there with `chaosctl check`"
                : "the service ended before it began; trigger it again",
            EndedAt = now,
        }))).GetAwaiter().GetResult();
        return [.. unfinished.Zip(ends).Where(e => e.Second).Select(e => e.First.Id)];
    }

    public void SaveVerdict(string runId, string json, string text) => database.Write(
        "INSERT INTO run_verdict (run_id, json, text) VALUES (@run, @json, @text) ON CONFLICT (run_id) DO UPDATE SET json = "
            + "excluded.json, text = excluded.text",
        ("@run", runId), ("@json", json), ("@text", text));

    public (string Json, string Text)? Verdict(string runId) =>
        database.Query("SELECT json, text FROM run_verdict WHERE run_id = @run", row => (row.GetString(0), row.GetString(1)), (
            "@run", runId)) is [var verdict] ? verdict : null;

    public IReadOnlyList<string> Violations(string runId) => Verdict(runId) is var (json, _) ? VerdictViolations.Of(json) : [];

    private StoredRun? One(string condition, string value) =>
        database.Query($"SELECT {RunRow.Columns} FROM run WHERE {condition}", RunRow.Read, ("@value", value)).SingleOrDefault();
}
