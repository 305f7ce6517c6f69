using ChaosService.Checking;
using ChaosService.Cli.Common;
using ChaosService.Cli.Guard;
using ChaosService.Docker.Clusters;
using ChaosService.Docker.Compose;
using ChaosService.Docker.Engine;
using ChaosService.Engine.Addresses;
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

/// <summary>The composition root: creates and connects every part of this program. Nothing here touches Docker until it is used.</summary>
internal sealed class Composer : IProgram
{
    /// <param name="time">Null: the system's clock.</param>
    /// <param name="telemetry">Null: logs to a file below the state directory. It is disposed with the installation.</param>
    /// <param name="store">Null: nothing is shared with other instances.</param>
    /// <param name="allowCommands">Whether experiments may run their own programs.</param>
    public static Installation Open(
        string stateDirectory, TimeProvider? time = null, ITelemetry? telemetry = null, StoreOptions? store = null,
        bool allowCommands = false)
    {
        telemetry ??= ProcessTelemetry.ToFile(stateDirectory);
        var parts = Parts(stateDirectory, time ?? TimeProvider.System, telemetry.Logs, allowCommands);
        return new Installation(stateDirectory, parts, telemetry, store);
    }

    Installation IProgram.Open(string stateDirectory, StoreOptions? store, bool allowCommands) =>
        Open(stateDirectory, store: store, allowCommands: allowCommands);

    async Task IProgram.ServeAsync(ServiceOptions options, Action<Installation, ReadyNotice> ready, CancellationToken stop)
    {
        using var installation = Open(
            options.State, telemetry: ProcessTelemetry.Of(options, TimeProvider.System), store: options.Store,
            allowCommands: options.AllowCommands);
        var daemon = new Daemon(options, installation, new EngineWork(installation, options.RunsDirectory), Watchdog.StartAsync);
        await daemon.RunAsync(service => ready(installation, service), stop);
    }

    private static EngineParts Parts(string stateDirectory, TimeProvider time, ILoggerFactory logs, bool allowCommands)
    {
        var docker = EngineEndpoint.FromEnvironment().CreateClient();
        var faults = FaultKinds.All(docker, time, logs, allowCommands);
        return new EngineParts(docker)
        {
            Time = time,
            Catalog = new Catalog(faults, WorkloadKinds.All(), DatabaseKinds.All(), CheckKinds.All(), ProbeKinds.All(), ActionKinds.All()),
            Faults = faults,
            Clusters = new AddressProvider(
                Path.Combine(stateDirectory, "addresses"),
                new ClusterProvider(
                    docker, new ComposeProbe(), new StateDirectory(stateDirectory), time, logs.CreateLogger<ClusterProvider>())),
            Marks = new ContainerMarks(new TargetMarks(docker)),
            Load = new LoadGenerator(logs.CreateLogger<LoadGenerator>()),
            ReadMachineAsync = (target, stop) => MachineFacts.ReadAsync(target.IsByAddress ? null : docker, stop),
        };
    }
}
