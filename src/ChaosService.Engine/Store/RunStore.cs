using ChaosService.Engine.Journal;
using ChaosService.Model.Runs;

namespace ChaosService.Engine.Store;

/// <inheritdoc cref="IRunStore"/>
public sealed class RunStore(StateDatabase database) : IRunStore
{
    private static readonly PageCursor Cursor = new('r');

    public Task AddAsync(StoredRun run) => database.Grouped.ExecuteAsync(
        """
        INSERT INTO run (id, experiment, project, seed, cause, labels, state, verdict, reason, exit_code, accepted_at, started_at, ended_at, directory, idempotency_key)
        VALUES ($id, $experiment, $project, $seed, $cause, $labels, $state, $verdict, $reason, $exit, $accepted, $started, $ended, $directory, $key)
        """,
        [
            .. RunRow.Changing(run), ("$experiment", run.Experiment), ("$project", run.Project), ("$seed", run.Seed), ("$cause", run.Cause),
            ("$labels", RunRow.Write(run.Labels)), ("$accepted", RunRow.Write(run.AcceptedAt)), ("$key", run.IdempotencyKey ?? (object)DBNull.Value),
        ]);

    public Task UpdateAsync(StoredRun run) => database.Grouped.ExecuteAsync(
        """
        UPDATE run SET state = $state, verdict = $verdict, reason = $reason, exit_code = $exit, started_at = $started, ended_at = $ended, directory = $directory
        WHERE id = $id
        """,
        RunRow.Changing(run));

    /// <summary>As <see cref="AddAsync"/>; returns when it is done.</summary>
    public void Add(StoredRun run) => AddAsync(run).GetAwaiter().GetResult();

    /// <summary>As <see cref="UpdateAsync"/>; returns when it is done.</summary>
    public void Update(StoredRun run) => UpdateAsync(run).GetAwaiter().GetResult();

    public StoredRun? Find(string id) => One("id = $value", id);

    public StoredRun? FindByKey(string idempotencyKey) => One("idempotency_key = $value", idempotencyKey);

    public RunPage List(RunFilter filter, string? cursor, int limit)
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        var where = RunConditions.Of(filter, Cursor.Read(cursor), command.Parameters);
        // The conditions are constants of this project; values travel as parameters.
#pragma warning disable CA2100
        command.CommandText = $"SELECT {RunRow.Columns} FROM run WHERE {where} ORDER BY seq DESC LIMIT $limit";
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$limit", limit + 1);
        using var reader = command.ExecuteReader();
        var rows = new List<(long Seq, StoredRun Run)>();
        while (reader.Read()) rows.Add((reader.GetInt64(0), RunRow.Read(reader)));
        return rows.Count <= limit
            ? new RunPage([.. rows.Select(r => r.Run)], null)
            : new RunPage([.. rows.Take(limit).Select(r => r.Run)], Cursor.Write(rows[limit - 1].Seq));
    }

    public IReadOnlyList<string> EndUnfinished(DateTimeOffset now)
    {
        List<StoredRun> unfinished = [.. Unfinished(RunState.Running), .. Unfinished(RunState.Queued)];
        var ends = unfinished.Select(run => UpdateAsync(run with
        {
            State = RunState.Interrupted,
            Reason = run.State == RunState.Running
                ? "the service ended while it ran; its history is kept: judge what is there with `chaosctl check`"
                : "the service ended before it began; trigger it again",
            EndedAt = now,
        }));
        Task.WhenAll(ends).GetAwaiter().GetResult();
        return [.. unfinished.Select(r => r.Id)];
    }

    public void SaveVerdict(string runId, string json, string text)
    {
        using var turn = database.Writing.EnterScope();
        using var connection = database.Connect();
        StateDatabase.Execute(connection, "INSERT OR REPLACE INTO run_verdict VALUES ($run, $json, $text)", ("$run", runId), ("$json", json), ("$text", text));
    }

    public (string Json, string Text)? Verdict(string runId)
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT json, text FROM run_verdict WHERE run_id = $run";
        command.Parameters.AddWithValue("$run", runId);
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetString(0), reader.GetString(1)) : null;
    }

    public IReadOnlyList<string> Violations(string runId)
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT DISTINCT json_extract(c.value, '$.check') || '/' || COALESCE(json_extract(f.value, '$.anomaly'), 'invalid')
            FROM run_verdict, json_each(run_verdict.json, '$.checks') AS c LEFT JOIN json_each(c.value, '$.findings') AS f
            WHERE run_id = $run AND json_extract(c.value, '$.outcome') = 'invalid'
            """;
        command.Parameters.AddWithValue("$run", runId);
        using var reader = command.ExecuteReader();
        var violations = new List<string>();
        while (reader.Read()) violations.Add(reader.GetString(0));
        return violations;
    }

    private IEnumerable<StoredRun> Unfinished(RunState state)
    {
        RunPage page;
        for (string? cursor = null; ; cursor = page.Next)
        {
            page = List(new RunFilter(State: state), cursor, 1000);
            foreach (var run in page.Runs) yield return run;
            if (page.Next is null) yield break;
        }
    }

    private StoredRun? One(string condition, string value)
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = $"SELECT {RunRow.Columns} FROM run WHERE {condition}";
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$value", value);
        using var reader = command.ExecuteReader();
        return reader.Read() ? RunRow.Read(reader) : null;
    }
}
