namespace ChaosService.Engine.Store.Schema;

/// <summary>
/// The steps of <see cref="PostgresSchema"/>. Names and times are compared byte by byte ("C"), as SQLite does it: times are UTC in
/// round-trip form, which sorts as text. What the database itself decides by its clock is a <c>timestamptz</c>.
/// </summary>
internal static class PostgresSteps
{
    public const string Runs = """
        CREATE TABLE run (
            seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id TEXT COLLATE "C" NOT NULL UNIQUE, experiment TEXT COLLATE "C" NOT NULL,
            project TEXT COLLATE "C" NOT NULL, seed BIGINT NOT NULL, cause TEXT NOT NULL, labels TEXT NOT NULL,
            state TEXT COLLATE "C" NOT NULL, verdict TEXT COLLATE "C", reason TEXT, exit_code INTEGER,
            accepted_at TEXT COLLATE "C" NOT NULL, started_at TEXT COLLATE "C", ended_at TEXT COLLATE "C",
            directory TEXT NOT NULL, idempotency_key TEXT COLLATE "C" UNIQUE,
            instance TEXT COLLATE "C" NOT NULL, life BIGINT NOT NULL);
        CREATE INDEX run_by_experiment ON run (experiment, seq);
        CREATE INDEX run_by_state ON run (state, seq);
        CREATE INDEX run_by_verdict ON run (verdict, seq);
        CREATE INDEX run_by_time ON run (accepted_at);
        CREATE TABLE run_verdict (run_id TEXT COLLATE "C" NOT NULL PRIMARY KEY, json TEXT NOT NULL, text TEXT NOT NULL);
        CREATE TABLE run_pin (run_id TEXT COLLATE "C" NOT NULL PRIMARY KEY);
        CREATE TABLE run_deletion (run_id TEXT COLLATE "C" NOT NULL PRIMARY KEY, directory TEXT NOT NULL, reason TEXT NOT NULL);
        CREATE TABLE experiment (name TEXT COLLATE "C" NOT NULL PRIMARY KEY, yaml TEXT NOT NULL, applied_at TEXT NOT NULL);
        CREATE TABLE suite (name TEXT COLLATE "C" NOT NULL PRIMARY KEY, yaml TEXT NOT NULL, applied_at TEXT NOT NULL);
        CREATE TABLE suite_run (
            seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id TEXT COLLATE "C" NOT NULL UNIQUE, suite TEXT COLLATE "C" NOT NULL,
            state TEXT COLLATE "C" NOT NULL, verdict TEXT COLLATE "C", idempotency_key TEXT COLLATE "C" UNIQUE,
            document TEXT NOT NULL, life BIGINT NOT NULL);
        CREATE INDEX suite_run_by_suite ON suite_run (suite, seq);
        CREATE INDEX suite_run_by_state ON suite_run (state, seq);
        CREATE TABLE service_fact (name TEXT COLLATE "C" NOT NULL PRIMARY KEY, value TEXT NOT NULL);
        CREATE TABLE last_firing (
            experiment TEXT COLLATE "C" NOT NULL PRIMARY KEY, at TEXT NOT NULL, outcome TEXT NOT NULL, run_id TEXT, detail TEXT);
        """;

    public const string Access = """
        CREATE TABLE token (
            name TEXT COLLATE "C" NOT NULL PRIMARY KEY, id TEXT COLLATE "C" NOT NULL UNIQUE, role TEXT NOT NULL, created_at TEXT NOT NULL,
            expires_at TEXT, last_used_at TEXT, revoked_at TEXT, salt BYTEA NOT NULL, hash BYTEA NOT NULL);
        CREATE TABLE audit (
            seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, instance TEXT COLLATE "C" NOT NULL, at TEXT COLLATE "C" NOT NULL,
            entry TEXT NOT NULL);
        """;

    /// <summary>
    /// Who lives: a row for each life of an instance, until it says good-bye or its time is over. What it holds goes with its row, in the
    /// same moment.
    /// </summary>
    public const string Instances = """
        CREATE TABLE instance (
            life BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name TEXT COLLATE "C" NOT NULL UNIQUE, state_id TEXT NOT NULL,
            machine TEXT NOT NULL, pid INTEGER NOT NULL, started_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
            expires_at TIMESTAMPTZ NOT NULL);
        CREATE TABLE target_lease (
            project TEXT COLLATE "C" NOT NULL PRIMARY KEY, run_id TEXT NOT NULL, since TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
            life BIGINT NOT NULL REFERENCES instance (life) ON DELETE CASCADE);
        CREATE TABLE run_abort (
            run_id TEXT COLLATE "C" NOT NULL PRIMARY KEY, reason TEXT NOT NULL,
            asked_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp());
        """;

    /// <summary>A copy of the journals of the instances' machines, for the others to see. It is not used for reverts.</summary>
    public const string Journal = """
        CREATE TABLE fault_journal (
            instance TEXT COLLATE "C" NOT NULL, run_id TEXT COLLATE "C" NOT NULL, id TEXT COLLATE "C" NOT NULL, project TEXT NOT NULL,
            kind TEXT NOT NULL, description TEXT NOT NULL, written_at TEXT NOT NULL, PRIMARY KEY (instance, run_id, id));
        """;

    /// <summary>Under which trace a run's spans are. Null: it was not traced.</summary>
    public const string Traces = "ALTER TABLE run ADD COLUMN trace_parent TEXT;";

    /// <summary>Runs that were ended because their instance was gone, until an instance with receivers claims the report.</summary>
    public const string Gone = """
        CREATE TABLE run_untold (
            run_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
            since TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp());
        """;
}
