namespace ChaosService.Engine.Store;

/// <summary>The service's tables in the state database. Times are UTC in round-trip form, which sorts as text.</summary>
internal static class StoreSchema
{
    public const string Tables = """
        CREATE TABLE IF NOT EXISTS run (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, experiment TEXT NOT NULL, project TEXT NOT NULL,
            seed INTEGER NOT NULL, cause TEXT NOT NULL, labels TEXT NOT NULL, state TEXT NOT NULL, verdict TEXT, reason TEXT,
            exit_code INTEGER, accepted_at TEXT NOT NULL, started_at TEXT, ended_at TEXT, directory TEXT NOT NULL,
            idempotency_key TEXT UNIQUE);
        CREATE INDEX IF NOT EXISTS run_by_experiment ON run (experiment, seq);
        CREATE INDEX IF NOT EXISTS run_by_state ON run (state, seq);
        CREATE INDEX IF NOT EXISTS run_by_verdict ON run (verdict, seq);
        CREATE INDEX IF NOT EXISTS run_by_time ON run (accepted_at);
        CREATE TABLE IF NOT EXISTS run_verdict (run_id TEXT NOT NULL PRIMARY KEY, json TEXT NOT NULL, text TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS experiment (name TEXT NOT NULL PRIMARY KEY, yaml TEXT NOT NULL, applied_at TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS suite (name TEXT NOT NULL PRIMARY KEY, yaml TEXT NOT NULL, applied_at TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS suite_run (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, suite TEXT NOT NULL, state TEXT NOT NULL, verdict TEXT,
            idempotency_key TEXT UNIQUE, document TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS suite_run_by_suite ON suite_run (suite, seq);
        CREATE INDEX IF NOT EXISTS suite_run_by_state ON suite_run (state, seq);
        CREATE TABLE IF NOT EXISTS service_fact (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS notification (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL, receiver TEXT NOT NULL, type TEXT NOT NULL, urgent INTEGER NOT NULL,
            document TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL, since TEXT NOT NULL, changed_at TEXT NOT NULL, reason TEXT,
            UNIQUE (event_id, receiver));
        CREATE INDEX IF NOT EXISTS notification_by_state ON notification (receiver, state, urgent, seq);
        CREATE INDEX IF NOT EXISTS notification_by_type ON notification (type, seq);
        CREATE TABLE IF NOT EXISTS notification_promise (run_id TEXT NOT NULL PRIMARY KEY);
        CREATE TABLE IF NOT EXISTS run_pin (run_id TEXT NOT NULL PRIMARY KEY);
        CREATE TABLE IF NOT EXISTS run_deletion (run_id TEXT NOT NULL PRIMARY KEY, directory TEXT NOT NULL, reason TEXT NOT NULL);
        """;
}
