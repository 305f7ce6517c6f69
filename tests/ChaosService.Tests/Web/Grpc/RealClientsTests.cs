using ChaosService.Docker.Processes;
using ChaosService.Engine.Running.Requests;
using ChaosService.Engine.Tokens;
using ChaosService.Service.Options;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Experiments;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Tests.Web.Grpc;

/// <summary>The service before clients that others wrote: Debian's python3-grpcio and npm's @grpc/grpc-js, as they are.</summary>
public sealed class RealClientsTests : IClassFixture<RealClients>, IAsyncDisposable
{
    private readonly RealClients _clients;
    private readonly TempDirectory _files = new();
    private ServiceUnderTest? _service;

    public RealClientsTests(RealClients clients) => _clients = clients;

    public async ValueTask DisposeAsync()
    {
        if (_service is not null) await _service.DisposeAsync();
        _files.Dispose();
    }

    [Theory]
    [InlineData("python")]
    [InlineData("node")]
    public async Task Client_finds_everything_as_the_protocol_says(string client)
    {
        _clients.Require(client);
        await StartAsync();

        await RunAsync(client, "everything");
    }

    [Theory]
    [InlineData("python")]
    [InlineData("node")]
    public async Task Client_is_told_that_the_service_stops(string client)
    {
        _clients.Require(client);
        var service = await StartAsync();
        var running = RunAsync(client, "stopped", "watching");
        await UntilFileAsync("watching", running);

        service.Part<Microsoft.Extensions.Hosting.IHostApplicationLifetime>().StopApplication();

        await running;
    }

    [Theory]
    [InlineData("python")]
    [InlineData("node")]
    public async Task Client_that_stops_reading_holds_up_nobody(string client)
    {
        _clients.Require(client);
        var service = await StartAsync();
        var running = RunAsync(client, "deaf", "watching", "over");
        await UntilFileAsync("watching", running);
        var id = service.Work.Started.Single();
        await Wait.UntilAsync(() => service.Work.Listeners.ContainsKey(id));
        var progress = new RunProgress(TimeSpan.Zero, TimeSpan.Zero, 1, null, null, [new string('x', 4000)], 0);

        for (var i = 0; i < 4000; i++) service.Work.Listeners[id].OnProgress(progress);
        service.Work.Release();
        await Wait.UntilAsync(() => service.Part<ChaosService.Model.Runs.IRunStore>().Find(id)!.Over);
        File.WriteAllText(_files.File("over"), "");

        await running;
    }

    [Fact]
    public async Task Example_of_the_docs_triggers_a_run_and_prints_its_stream()
    {
        _clients.Require("python");
        var service = await StartAsync();
        var command = Command("/usr/bin/python3", Path.Combine(Shipped.Root, "docs/examples/grpc/watch.py"), "calm");
        var running = CommandRunner.RunAsync(
            command with
            {
                Environment = new Dictionary<string, string>
                {
                    ["PYTHONPATH"] = _clients.Generated, ["CHAOSSERVICE_GRPC"] = service.Address.Authority,
                    ["CHAOSSERVICE_TOKEN"] = _operator,
                },
            },
            TestContext.Current.CancellationToken);
        await Wait.UntilAsync(() => !service.Work.Listeners.IsEmpty || running.IsCompleted);
        service.Work.Release();

        var result = await running;

        Assert.True(result.Succeeded, result.Output + result.Error);
        Assert.Matches("(?s)^[0-9-]+calm-.*: seed [0-9]+\n.*▸ load and faults\ncalm: valid", result.Output);
    }

    private string _viewer = "";
    private string _operator = "";

    private async Task<ServiceUnderTest> StartAsync()
    {
        _service = await ServiceUnderTest.StartAsync(options: new ServiceOptions { QueueLimit = 2, BodyLimitKib = 64 });
        await _service.ApplyAsync();
        var tokens = _service.Part<TokenStore>();
        _viewer = tokens.Create("viewer", Role.Viewer, lifetime: null)!.Text.Reveal();
        _operator = tokens.Create("operator", Role.Operator, lifetime: null)!.Text.Reveal();
        return _service;
    }

    private async Task RunAsync(string client, string mode, params string[] files)
    {
        var methods = client == "python" ? _clients.Generated : string.Join(':', RealClients.Protos);
        string[] arguments = [mode, _service!.Address.Authority, methods, .. files.Select(_files.File)];
        var command = client == "python"
            ? Command("/usr/bin/python3", [Path.Combine(Shipped.Root, "tests/grpc/client.py"), .. arguments])
            : Command("node", [Path.Combine(_clients.Modules, "client.mjs"), .. arguments]);
        var result = await CommandRunner.RunAsync(
            command with { Environment = new Dictionary<string, string> { ["VIEWER"] = _viewer, ["OPERATOR"] = _operator } },
            TestContext.Current.CancellationToken);
        Assert.True(result.Succeeded, result.Output + result.Error);
    }

    private async Task UntilFileAsync(string name, Task running)
    {
        await Wait.UntilAsync(() => File.Exists(_files.File(name)) || running.IsCompleted);
        // Shows what went wrong, when it is that.
        if (running.IsCompleted) await running;
    }

    private static Command Command(string program, params string[] arguments) =>
        new(program, arguments) { Timeout = TimeSpan.FromMinutes(2) };
}
