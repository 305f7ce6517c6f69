using System.Globalization;
using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Operations;

namespace ChaosService.Workloads.Management;

internal sealed class ManagementGenerator(ManagementParameters parameters, SeededRandom random) : IGenerator
{
    /// <summary>The first of the ids that the calls use: no cluster under test has so many nodes.</summary>
    private const int FirstNode = 9001;

    /// <summary>An id that is never added.</summary>
    private const string Nobody = "8999";

    /// <summary>Active is not among them: an active node may be given shards, but this one does not exist.</summary>
    private static readonly string[] Statuses = ["Joining", "Inactive", "Draining", "Leaving"];

    private static readonly CatalogCall[] WrongCalls =
    [
        new(CatalogCall.Add, Nobody, "Joining", CatalogCall.WrongAddress),
        new(CatalogCall.Add, Nobody, "Asleep", CatalogCall.WrongStatus),
        new(CatalogCall.Remove, Nobody, Wrong: CatalogCall.WrongNode),
        new(CatalogCall.Remove, "first", Wrong: CatalogCall.WrongNode),
        new(CatalogCall.SetStatus, Nobody, "Inactive", CatalogCall.WrongNode),
        new(CatalogCall.SetStatus, "first", "Inactive", CatalogCall.WrongNode),
        new(CatalogCall.SetSharding, Wrong: CatalogCall.WrongPartitions),
        new(CatalogCall.Move, Nobody, Wrong: CatalogCall.WrongDatabase),
        new(CatalogCall.Move, Nobody, Wrong: CatalogCall.WrongTable),
        new(CatalogCall.Move, Nobody, Wrong: CatalogCall.WrongShard),
        new(CatalogCall.Move, Nobody, Wrong: CatalogCall.WrongTarget),
    ];

    private readonly int[] _weights = [parameters.Mix.Change, parameters.Mix.List, parameters.Mix.Wrong];

    public Operation Next() => Mix.Draw(random, _weights) switch
    {
        0 => Of(Change()),
        1 => Of(new CatalogCall(CatalogCall.List)),
        _ => Of(WrongCalls[random.Next(WrongCalls.Length)]),
    };

    public void Observe(in Operation operation, in OpResult result)
    {
    }

    internal static Operation Of(CatalogCall call) => new(
        Functions.Manage, call.Wrong is null && call.Node is { } node ? $"node {node}" : "catalog", call.ToValue());

    private CatalogCall Change()
    {
        var node = (FirstNode + random.Next(parameters.Nodes)).ToString(CultureInfo.InvariantCulture);
        var status = Statuses[random.Next(Statuses.Length)];
        return random.Next(3) switch
        {
            0 => new(CatalogCall.Add, node, status),
            1 => new(CatalogCall.Remove, node),
            _ => new(CatalogCall.SetStatus, node, status),
        };
    }
}
