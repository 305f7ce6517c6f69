using ChaosService.Faults.Network.State;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Network.Partition;

/// <summary>What an experiment says of a partition, and what makes no sense of it.</summary>
internal static class PartitionReader
{
    /// <summary>Null when it is wrong; the reader holds the problems.</summary>
    public static PartitionParameters? Read(MapReader reader)
    {
        var before = reader.Problems.Count;
        var from = PeerChoice.Read(reader, "from", orClients: true);
        var direction = reader.Choice("direction", "both", "inbound", "outbound");
        var mode = reader.Choice("mode", "drop", "reject");
        var shape = reader.Choice("shape", PartitionDraw.Names) is { } word ? PartitionDraw.Named(word) : PartitionShape.Isolate;
        if (shape != PartitionShape.Isolate)
            foreach (var key in (string[])["from", "direction"])
                if (reader.Has(key))
                    reader.Problems.Add(
                        reader.PlaceOf(key), $"'{key}' is for 'shape: isolate' alone", null,
                        $"leave it out: {PartitionDraw.NameOf(shape)} says itself who is cut off from whom, and both ways");
        if (from is null || reader.Problems.Count > before) return null;
        return new PartitionParameters(
            from, direction is null ? Direction.Both : Enum.Parse<Direction>(direction, ignoreCase: true),
            mode == "reject" ? CutMode.Reject : CutMode.Drop, shape);
    }

    public static IEnumerable<FaultProblem> Check(
        PartitionParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        string[] names = [.. members.Select(m => m.Name)];
        if (!parameters.HasGrudge) return parameters.From.Check("from", nodes, names, [.. names.Except(nodes)]);
        if (TooFew(parameters.Shape, nodes) is { } few) return [few];
        if (parameters.Shape != PartitionShape.Primaries) return [];
        var shape = PartitionDraw.NameOf(parameters.Shape);
        if (nodes.Any(names.Contains))
            return
            [
                new FaultProblem(
                    "shape", "'primaries' are whoever has the role when the fault begins, and 'on' names nodes", shape,
                    "choose by role, such as 'on: { role: leader }', or write 'shape: isolate'"),
            ];
        return names.Length > 1
            ? []
            : [new FaultProblem("shape", "there is nobody to cut them off from", shape, "a target of two nodes or more")];
    }

    /// <summary>Null: they are enough.</summary>
    public static FaultProblem? TooFew(PartitionShape shape, IReadOnlyList<string> nodes)
    {
        var (name, min) = (PartitionDraw.NameOf(shape), PartitionDraw.NodesMin(shape));
        return nodes.Count >= min
            ? null
            : new(
                "shape", $"'{name}' divides {min} nodes or more, and 'on' chooses {nodes.Count}: {string.Join(", ", nodes)}", name,
                "write 'on: all', or another shape");
    }
}
