using System.Runtime.CompilerServices;
using ChaosService.Checking;
using ChaosService.Docker.Engine;
using ChaosService.Experiments.Loading;
using ChaosService.Experiments.Targets;
using ChaosService.Faults;
using ChaosService.Model;
using ChaosService.Probes;
using ChaosService.Service.Scheduling;
using ChaosService.Workloads;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Tests.Experiments;

/// <summary>The repository as users get it, with the real kinds and targets.</summary>
internal static class Shipped
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../.."));

    public static Catalog Catalog { get; } = new(
        FaultKinds.All(EngineEndpoint.FromEnvironment().CreateClient(), TimeProvider.System, NullLoggerFactory.Instance),
        WorkloadKinds.All(), DatabaseKinds.All(), CheckKinds.All(), ProbeKinds.All(), ActionKinds.All());

    public static ExperimentLoader Loader { get; } = new(Catalog, new ComposeTargets(Root), new QuartzRules(TimeProvider.System));

    public static SuiteLoader Suites { get; } = new(new QuartzRules(TimeProvider.System));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
