using System.Globalization;
using System.Text.RegularExpressions;
using ChaosService.Postgres.Tests.Running;
using ChaosService.Tests.Engine.Fakes;
using Npgsql;

namespace ChaosService.Postgres.Tests;

/// <summary>
/// Two daemons on one database, killed with kill -9 in turns while five schedules fire. Every firing must have become one run, which began
/// once at most and is over in the end.
/// </summary>
public sealed class KillTests(PostgresServer server) : IDisposable
{
    private const int FiringsMin = 50;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(150);
    private static readonly string[] Names = ["k1", "k2", "k3", "k4", "k5"];

    /// <summary>
    /// After how many firings one is killed, and what it was just writing: the firing's outcome (its run is accepted, Quartz does not know
    /// yet), the run (Quartz fired, there is no run yet), or whatever it is at.
    /// </summary>
    private static readonly (int Firings, string? Writing)[] Kills = [(8, "last_firing"), (18, "run"), (28, null), (38, "last_firing")];

    private readonly TempDirectory _directory = new();
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private string _database = "";

    [Fact]
    public async Task Fifty_firings_while_daemons_are_killed_are_each_run_once_or_interrupted_and_none_is_lost()
    {
        _database = await server.NewDatabaseAsync();
        await using var engine = await SlowEngine.StartAsync(_directory.Path);
        using var one = Daemon("one", engine);
        using var two = Daemon("two", engine);
        await one.StartAsync();
        await two.StartAsync();
        foreach (var name in Names) await one.SendAsync(HttpMethod.Put, $"/api/v1/experiments/{name}", Yaml(name));

        SharedDaemon[] both = [one, two];
        foreach (var (kill, (firings, writing)) in Kills.Index())
        {
            await UntilAsync(async () => (await FiredAsync()).Count >= firings, $"{firings} firings");
            var victim = writing is null ? both[kill % 2] : await KillWhileWritingAsync(writing, both);
            if (writing is null) await victim.KillAsync();
            // Down for longer than its lease every other time: what it left is the other's to find, and not only its own.
            var then = (await FiredAsync()).Count + 8;
            if (kill % 2 == 0) await UntilAsync(async () => (await FiredAsync()).Count >= then, "8 firings more, by the other alone");
            await victim.StartAsync();
        }
        await UntilAsync(async () => (await FiredAsync()).Count >= FiringsMin, $"{FiringsMin} firings");
        foreach (var name in Names) await two.SendAsync(HttpMethod.Post, $"/api/v1/schedules/{name}/pause");
        await UntilAsync(async () => (await FiredAsync()).All(f => f.State is not ("Queued" or "Running")), "every run is over");

        var fired = await FiredAsync();
        Check(fired, [.. one.Begun(), .. two.Begun()]);
        TestContext.Current.SendDiagnosticMessage(
            $"{fired.Count} firings: {string.Join(", ", fired.GroupBy(f => f.State).Select(g => $"{g.Count()} {g.Key}"))}; by "
                + $"{string.Join(", ", fired.GroupBy(f => f.Instance).Select(g => $"{g.Key} {g.Count()}"))}; "
            + $"{TimeProvider.System.GetElapsedTime(_started).TotalSeconds:0} s");
    }

    public void Dispose() => _directory.Dispose();

    /// <summary>Holds the table until one of them waits for it with this statement, and kills that one.</summary>
    private async Task<SharedDaemon> KillWhileWritingAsync(string table, SharedDaemon[] daemons)
    {
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var hold = new NpgsqlCommand($"LOCK TABLE {table} IN EXCLUSIVE MODE", connection))
        await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        List<string> waiting = [];
        await UntilAsync(
            async () => (waiting = await PostgresServer.QueryAsync(
                _database,
                $"SELECT application_name FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO {table} (%'",
                row => row.GetString(0))).Count > 0,
            $"a daemon writes {table}");
        var victim = daemons.Single(d => d.Name == waiting[0]);
        await victim.KillAsync();
        return victim;
    }

    private static void Check(List<Fired> fired, List<string> begun)
    {
        var begins = begun.CountBy(id => id).ToDictionary();
        Assert.All(fired, f => Assert.True(begins.GetValueOrDefault(f.Id) <= 1, $"{f} began {begins.GetValueOrDefault(f.Id)} times"));
        Assert.All(
            fired, f => Assert.True(f.State == "Interrupted" || begins.GetValueOrDefault(f.Id) == 1, $"{f} is over and never began"));
        // The engine refuses: that is how a run ends here.
        Assert.All(fired, f => Assert.True(f.State is "Interrupted" or "Rejected", $"{f}"));
        Assert.Empty(begins.Keys.Except(fired.Select(f => f.Id)));
        foreach (var schedule in fired.GroupBy(f => f.Schedule))
        {
            List<DateTimeOffset> due = [.. schedule.Select(f => f.Due).Order()];
            // From beat to beat: a gap is a firing that was lost, a repetition one that was run twice.
            Assert.All(
                due.Zip(due.Skip(1)),
                beat => Assert.True(beat.Second - beat.First == Period, $"{schedule.Key}: after {beat.First:T} comes {beat.Second:T}"));
        }
        Assert.Equal(Names, fired.Select(f => f.Schedule).Distinct().Order());
        Assert.Contains(fired, f => f.State == "Interrupted");
        Assert.Equal(["one", "two"], fired.Select(f => f.Instance).Distinct().Order());
    }

    private SharedDaemon Daemon(string name, SlowEngine engine) => new(name, _directory.Path, new Dictionary<string, string>
    {
        ["CHAOSSERVICE_NO_WATCHDOG"] = "1",
        ["CHAOSSERVICE_HOME"] = EndToEnd.Tests.Running.Repository.Root,
        ["CHAOSSERVICE__STORE__POSTGRES"] = $"{_database};Application Name={name}",
        ["CHAOSSERVICE__STORE__LEASE"] = "4s",
        ["CHAOSSERVICE__ATTACHABLEPROJECTS"] = string.Join(',', Names),
        ["CHAOSSERVICE__PARALLELRUNS"] = "8",
        ["DOCKER_HOST"] = engine.Address,
    });

    private static string Yaml(string name) => $$"""
        apiVersion: chaosservice/v1
        kind: Experiment
        metadata: { name: {{name}} }
        spec:
          target: { attach: {{name}}, database: etcd, nodes: [n1] }
          duration: 1s
          load: [{ workload: register }]
          faults: []
          checks: [availability]
          schedule: { every: {{Period.TotalSeconds}}s, misfire: fireOnce, concurrency: queue }
        """;

    /// <summary>By the schedule's runs, whatever their keys are: a firing that got a second run shows.</summary>
    private async Task<List<Fired>> FiredAsync() => await PostgresServer.QueryAsync(
        _database, "SELECT id, cause, COALESCE(idempotency_key, 'no key'), state, instance FROM run ORDER BY seq", row => new Fired(
            row.GetString(0), row.GetString(1).Split(' ')[1], DueIn(row.GetString(2)), row.GetString(3), row.GetString(4)));

    private static DateTimeOffset DueIn(string key) =>
        Regex.Match(key, @"\d{4}-\d\d-\d\dT[\d:]+Z") is { Success: true } due
            ? DateTimeOffset.Parse(due.Value, CultureInfo.InvariantCulture)
            : DateTimeOffset.MinValue;

    private async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        while (!await condition())
        {
            Assert.True(
                TimeProvider.System.GetElapsedTime(_started) < Limit,
                $"not within {Limit.TotalSeconds} s: {what}; "
                    + $"{string.Join(", ", (await FiredAsync()).GroupBy(f => (f.State, f.Instance)).Select(g => $"{g.Count()} {g.Key}"))}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private sealed record Fired(string Id, string Schedule, DateTimeOffset Due, string State, string Instance);
}
