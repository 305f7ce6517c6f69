using System.Diagnostics;
using ChaosService.Docker.Processes;
using ChaosService.Tests.Engine.Fakes;
using Npgsql;

namespace ChaosService.Postgres.Tests.Running;

/// <summary>
/// A PostgreSQL server of the tests' own: a fresh cluster in a temporary directory, on a free port of the loopback, as an unprivileged
/// user. It asks for passwords. Ended by its pid with the tests.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string Owner = "chaosservice";
    private const string Secret = "s3cret-of-the-tests";

    private readonly string _directory = Directory.CreateTempSubdirectory("chaosservice-pg-").FullName;
    private Process? _server;
    private int _databases;

    public int Port { get; } = FreePort.Next();

    public async ValueTask InitializeAsync()
    {
        var (binaries, user) = Found();
        await RunAsync("chown", user, _directory);
        var password = Path.Combine(_directory, "password");
        await File.WriteAllTextAsync(password, Secret);
        await RunAsync("chown", user, password);
        await RunAsync(
            "setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", $"{binaries}/initdb", "--pgdata",
            Path.Combine(_directory, "data"), "--username", Owner, "--pwfile", password, "--auth", "scram-sha-256", "--encoding", "UTF8",
            "--locale", "C.UTF-8", "--no-sync");
        // setpriv becomes the server: the pid is the server's own.
        _server = new Process { StartInfo = Start(binaries, user) };
        _server.Start();
        await AnswersAsync();
    }

    /// <summary>The connection string of a new, empty database.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync(ConnectionTo("postgres"), $"CREATE DATABASE {name}");
        return ConnectionTo(name);
    }

    public string ConnectionTo(string database, string user = Owner, string password = Secret) =>
        $"Host=127.0.0.1;Port={Port};Database={database};Username={user};Password={password}";

    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<List<T>> QueryAsync<T>(string connectionString, string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync()) rows.Add(read(reader));
        return rows;
    }

    /// <summary>Frozen, it neither answers nor refuses; thawed, it goes on.</summary>
    public Task SignalAllAsync(string signal) => CommandRunner.RunAsync(
        new Command("sh", "-c", $"kill -{signal} {_server!.Id} $(cat /proc/{_server.Id}/task/{_server.Id}/children)"),
        CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_server is { HasExited: false })
        {
            await RunAsync("kill", "-INT", $"{_server.Id}");
            await _server.WaitForExitAsync(new CancellationTokenSource(Wait.Limit).Token);
        }
        _server?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private ProcessStartInfo Start(string binaries, string user) => new(
        "setpriv",
        [
            $"--reuid={user}", $"--regid={user}", "--clear-groups", $"{binaries}/postgres", "-D", Path.Combine(
                _directory, "data"), "-p", $"{Port}",
            "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={_directory}", "-c", "logging_collector=on", "-c",
            "fsync=off",
        ])
    {
        WorkingDirectory = _directory,
    };

    private async Task AnswersAsync()
    {
        for (var started = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                await ExecuteAsync(ConnectionTo("postgres"), "SELECT 1");
                return;
            }
            catch (NpgsqlException e) when (TimeProvider.System.GetElapsedTime(started) < Wait.Limit)
            {
                Assert.False(_server!.HasExited, $"the server ended: {e.Message}");
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }

    /// <summary>Debian keeps the programs of each version in a directory of their own, and makes the user.</summary>
    private static (string Binaries, string User) Found()
    {
        var binaries = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Order()
            .Select(d => Path.Combine(d, "bin")).LastOrDefault(d => File.Exists(Path.Combine(d, "postgres"))) : null;
        Assert.True(binaries is not null, "no PostgreSQL server is installed: apt-get install postgresql-15");
        return (binaries!, "postgres");
    }

    private static Task RunAsync(string program, params string[] arguments) =>
        CommandRunner.RunOrThrowAsync(new Command(program, arguments) { Timeout = Wait.Limit }, CancellationToken.None);
}
