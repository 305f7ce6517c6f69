using ChaosService.Model.Configuration;
using ChaosService.Model.Randomness;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Operations;

namespace ChaosService.Workloads.Management;

/// <summary>
/// Calls the management API of a time-series cluster: valid calls about nodes that do not exist and never become active, so that no data
/// goes there, and calls with exactly one error.
/// </summary>
internal sealed class ManagementWorkload : IWorkloadKind
{
    private const int NodesMax = 1000;
    private const int DefaultNodes = 5;

    public string Name => "timeseries-management";

    public string Summary => "adds, removes and changes nodes that hold nothing, lists all, and makes calls that must be refused";

    public WorkloadParameters? Bind(MapReader reader)
    {
        var problems = reader.Problems.Count;
        var nodes = (int)(reader.Integer("nodes", 1, NodesMax) ?? DefaultNodes);
        var mix = Mix.Bind(reader, [("change", 6), ("list", 3), ("wrong", 2)]);
        return mix is null || reader.Problems.Count > problems ? null : new ManagementParameters(nodes, new(mix[0], mix[1], mix[2]));
    }

    public IGenerator CreateGenerator(WorkloadParameters parameters, SeededRandom random, int worker, int workers) =>
        new ManagementGenerator((ManagementParameters)parameters, random);

    public IEnumerable<Operation> FinalReads(WorkloadParameters parameters) => [ManagementGenerator.Of(new CatalogCall(CatalogCall.List))];
}
