using ChaosService.Checking;
using ChaosService.Cli.Common;
using ChaosService.Cli.Guard;
using ChaosService.Docker.Clusters;
using ChaosService.Docker.Compose;
using ChaosService.Docker.Engine;
using ChaosService.Faults;
using ChaosService.Host.Serving;
using ChaosService.Model;
using ChaosService.Probes;
using ChaosService.Service.Installations;
using ChaosService.Service.Logging;
using ChaosService.Service.Options;
using ChaosService.Telemetry;
using ChaosService.Workloads;
using ChaosService.Workloads.Load;
using Microsoft.Extensions.Logging;

namespace ChaosService.Host.Composition;

/// <summary>The composition root: every part of this program, put together once. Nothing here touches Docker until it is used.</summary>
internal sealed class Composer : IProgram
{
    /// <param name="time">Null: the system's.</param>
    /// <param name="telemetry">Null: logs to a file below the state directory. It is disposed with what is opened.</param>
    /// <param name="store">Null: nothing is shared with other instances.</param>
    public static Installation Open(
        string stateDirectory, TimeProvider? time = null, ITelemetry? telemetry = null, StoreOptions? store = null)
    {
        telemetry ??= ProcessTelemetry.ToFile(stateDirectory);
        return new Installation(stateDirectory, Parts(stateDirectory, time ?? TimeProvider.System, telemetry.Logs), telemetry, store);
    }

    Installation IProgram.Open(string stateDirectory, StoreOptions? store) => Open(stateDirectory, store: store);

    async Task IProgram.ServeAsync(ServiceOptions options, Action<Installation, ReadyNotice> ready, CancellationToken stop)
    {
        using var installation = Open(options.State, telemetry: ProcessTelemetry.Of(options, TimeProvider.System), store: options.Store);
        var daemon = new Daemon(options, installation, new EngineWork(installation, options.RunsDirectory), Watchdog.StartAsync);
        await daemon.RunAsync(service => ready(installation, service), stop);
    }

    private static EngineParts Parts(string stateDirectory, TimeProvider time, ILoggerFactory logs)
    {
        var docker = EngineEndpoint.FromEnvironment().CreateClient();
        var faults = FaultKinds.All(docker, time, logs);
        return new EngineParts(docker)
        {
            Time = time,
            Catalog = new Catalog(faults, WorkloadKinds.All(), DatabaseKinds.All(), CheckKinds.All(), ProbeKinds.All(), ActionKinds.All()),
            Faults = faults,
            Clusters = new ClusterProvider(
                docker, new ComposeProbe(), new StateDirectory(stateDirectory), time, logs.CreateLogger<ClusterProvider>()),
            Marks = new TargetMarks(docker),
            Load = new LoadGenerator(logs.CreateLogger<LoadGenerator>()),
            ReadMachineAsync = stop => MachineFacts.ReadAsync(docker, stop),
        };
    }
}
