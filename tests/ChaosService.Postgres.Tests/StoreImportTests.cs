using System.Globalization;
using System.Text.Json;
using ChaosService.Cli;
using ChaosService.Contracts;
using ChaosService.Engine.Journal;
using ChaosService.Engine.Judging;
using ChaosService.Engine.Store.Applied;
using ChaosService.Engine.Store.Runs;
using ChaosService.Engine.Store.Service;
using ChaosService.Engine.Store.Sql;
using ChaosService.Engine.Tokens;
using ChaosService.Host.Composition;
using ChaosService.Model.Runs;
using ChaosService.Postgres.Tests.Running;
using ChaosService.Service.Options;
using ChaosService.Service.Scheduling;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Postgres.Tests;

/// <summary>An instance that had files of its own goes over to a shared store.</summary>
public sealed class StoreImportTests(PostgresServer server) : IAsyncLifetime
{
    private const string Schedule = "\n  schedule: { cron: \"0 0 2 * * ?\" }\n";

    private readonly TempDirectory _state = new();
    private string _database = "";
    private string _token = "";
    private string _run = "";
    private string _suiteRun = "";

    public async ValueTask InitializeAsync()
    {
        _database = await server.NewDatabaseAsync();
        await using var service = await ServiceUnderTest.StartAsync(state: _state);
        service.Work.Release();
        (await service.PutAsync("calm", ServiceUnderTest.Yaml() + Schedule)).EnsureSuccessStatusCode().Dispose();
        (await service.PutAsync("other", ServiceUnderTest.Yaml("other") + Schedule)).EnsureSuccessStatusCode().Dispose();
        (await service.SendAsync("POST", "/api/v1/schedules/other/pause")).EnsureSuccessStatusCode().Dispose();
        await service.ApplySuiteAsync("experiments: [calm]");
        _run = await service.RunAsync();
        await service.GetAsync(_run);
        _suiteRun = await service.RunSuiteAsync();
        await service.GetSuiteRunAsync(_suiteRun);
        (await service.SendAsync("POST", $"/api/v1/runs/{_run}/pin")).EnsureSuccessStatusCode().Dispose();
        _token = service.Part<TokenStore>().Create("ada", Role.Admin, null)!.Text.Reveal();
    }

    [Fact]
    public async Task Everything_is_there_afterwards_and_a_second_time_changes_nothing()
    {
        Assert.Equal(ExitCodes.Valid, await ImportAsync());
        Assert.Equal(ExitCodes.Valid, await ImportAsync());

        await using var service = await ServiceUnderTest.StartAsync(state: _state, options: Options);
        service.Http.DefaultRequestHeaders.Authorization = new("Bearer", _token);
        var run = await service.GetAsync<RunReply>($"/api/v1/runs/{_run}");
        Assert.Equal(("finished", "valid", "moved"), (run.State, run.Verdict, run.Instance));
        Assert.NotNull(service.Part<IRunStore>().Verdict(_run));
        Assert.Equal(2, (await service.GetAsync<RunListReply>("/api/v1/runs")).Runs.Count);
        Assert.Equal("valid", (await service.GetSuiteRunAsync(_suiteRun)).Verdict);
        Assert.Contains(_run, service.Part<RunPins>().All());
        Assert.Equal(["calm", "other"], (await service.GetAsync<List<ExperimentReply>>("/api/v1/experiments")).Select(e => e.Name));
        var schedules = await service.Part<Schedules>().ListAsync(TestContext.Current.CancellationToken);
        Assert.Equal([("calm", false, 5), ("other", true, 0)], schedules.Select(s => (s.Experiment, s.Paused, s.Next.Count)));
    }

    [Fact]
    public async Task What_the_shared_store_has_already_stays_and_the_rest_comes_beside_it()
    {
        var there = new ServiceOptions { Store = Options.Store with { Instance = "there" } };
        await using (var other = await ServiceUnderTest.StartAsync(options: there))
        {
            other.Work.Release();
            (await other.PutAsync("calm", ServiceUnderTest.Yaml(suite: "theirs"))).EnsureSuccessStatusCode().Dispose();
            await other.GetAsync(await other.RunAsync());
        }

        Assert.Equal(ExitCodes.Valid, await ImportAsync());

        await using var service = await ServiceUnderTest.StartAsync(state: _state, options: Options);
        service.Http.DefaultRequestHeaders.Authorization = new("Bearer", _token);
        Assert.Equal(3, (await service.GetAsync<RunListReply>("/api/v1/runs")).Runs.Count);
        Assert.Contains("theirs", service.Part<AppliedExperiments>().Find("calm")!.Yaml);
    }

    [Fact]
    public async Task Service_that_goes_on_is_not_taken_apart()
    {
        await using var service = await ServiceUnderTest.StartAsync(state: _state);
        service.Part<ServiceFacts>().TakeStore();
        using var elsewhere = new TempDirectory();

        // The owner is this process: to the command it would be itself. So the file says another one that lives.
        using (var connection = service.Part<StateDatabase>().Connect())
            Database.Execute(connection, "UPDATE service_fact SET value = @value WHERE name = 'owner'", ("@value", Owner()));

        Assert.Equal(ExitCodes.Unavailable, await ImportAsync());
        const string Tables = "SELECT tablename FROM pg_tables WHERE tablename = 'run'";
        Assert.Empty(await PostgresServer.QueryAsync(_database, Tables, r => r.GetString(0)));
    }

    [Fact]
    public async Task Without_a_shared_store_it_says_so() =>
        Assert.Equal(ExitCodes.BadInput, await CommandLine.RunAsync(["store", "import", "--state", _state.Path], new Composer()));

    public ValueTask DisposeAsync()
    {
        _state.Dispose();
        return ValueTask.CompletedTask;
    }

    private ServiceOptions Options =>
        new() { Store = new StoreOptions { Postgres = _database, Instance = "moved", Lease = TimeSpan.FromSeconds(5) } };

    private async Task<int> ImportAsync()
    {
        var file = _state.File("options.json");
        var options = JsonSerializer.Serialize(new { store = new { postgres = _database, instance = "moved" } });
        await File.WriteAllTextAsync(file, options, TestContext.Current.CancellationToken);
        return await CommandLine.RunAsync(["store", "import", "--state", _state.Path, "--config", file], new Composer());
    }

    /// <summary>The first process of all lives as long as there is a machine.</summary>
    private static string Owner()
    {
        var fields = File.ReadAllText("/proc/1/stat").Split(") ")[1].Split(' ');
        var process = new ProcessIdentity(1, long.Parse(fields[19], CultureInfo.InvariantCulture));
        return JsonSerializer.Serialize(new { Process = process, Since = DateTimeOffset.UnixEpoch });
    }
}
