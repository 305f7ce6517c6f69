using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;

namespace ChaosService.Engine.Store.Runs;

/// <summary>A run as a row of the table <c>run</c>.</summary>
internal static class RunRow
{
    public const string Columns =
        "seq, id, experiment, project, seed, cause, labels, state, verdict, reason, exit_code, accepted_at, started_at, ended_at, "
        + "directory, idempotency_key, instance, trace_parent";

    public static StoredRun Read(DbDataReader row) => new()
    {
        Id = row.GetString(1),
        Experiment = row.GetString(2),
        Project = row.GetString(3),
        Seed = row.GetInt64(4),
        Cause = row.GetString(5),
        Labels = JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(6))!,
        State = Enum.Parse<RunState>(row.GetString(7)),
        Verdict = Text(row, 8) is { } verdict ? Enum.Parse<Outcome>(verdict) : null,
        Reason = Text(row, 9),
        ExitCode = row.IsDBNull(10) ? null : row.GetInt32(10),
        AcceptedAt = Time(row, 11)!.Value,
        StartedAt = Time(row, 12),
        EndedAt = Time(row, 13),
        Directory = row.GetString(14),
        IdempotencyKey = Text(row, 15),
        Instance = row.GetString(16),
        TraceParent = Text(row, 17),
    };

    public static (string, object)[] Changing(StoredRun run) =>
    [
        ("@id", run.Id), ("@state", run.State.ToString()), ("@verdict", run.Verdict?.ToString() ?? (object)DBNull.Value),
        ("@reason", run.Reason ?? (object)DBNull.Value), ("@exit", run.ExitCode ?? (object)DBNull.Value),
        ("@started", run.StartedAt is { } started ? Write(started) : DBNull.Value),
        ("@ended", run.EndedAt is { } ended ? Write(ended) : DBNull.Value), ("@directory", run.Directory),
    ];

    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static string Write(IReadOnlyDictionary<string, string> labels) => JsonSerializer.Serialize(labels);

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Time(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : DateTimeOffset.Parse(
            row.GetString(column), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
