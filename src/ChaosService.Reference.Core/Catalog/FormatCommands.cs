using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Core.Catalog;

/// <summary>The format that the cluster writes: raised once all nodes read the newer one. Until then nodes can be downgraded.</summary>
internal static class FormatCommands
{
    /// <summary>A node that cannot read the format that the others write is refused, and does not run.</summary>
    public static (CatalogState State, Answer Answer) Set(CatalogState state, SetNodeFormat command)
    {
        if (!state.Nodes.TryGetValue(command.Id, out var node)) return (state, Answer.NotFound($"node {command.Id}"));
        if (command.Format < state.Format) return (state, new Answer(409, WhyTooOld(state.Format, command.Format)));
        return (state with { Nodes = state.Nodes.SetItem(node.Id, node with { Format = command.Format }) }, new Answer(200, "updated"));
    }

    public static (CatalogState State, Answer Answer) Raise(CatalogState state, RaiseFormat command)
    {
        if (command.Format is < StorageFormat.Rows or > byte.MaxValue)
            return (state, Answer.BadRequest($"{command.Format} is no storage format: they are counted from {StorageFormat.Rows}"));
        if (command.Format < state.Format)
            return (state, new Answer(409, $"the cluster writes format {state.Format}, which is never lowered: what was written stays"));
        if (state.Nodes.IsEmpty) return (state, new Answer(409, "no node is in the catalog yet: try again"));
        var behind = state.Nodes.Values.Where(n => n.Format < command.Format).Select(n => n.Id).ToList();
        if (behind.Count > 0)
        {
            var nodes = string.Join(" and ", behind.Select(id => $"node {id}"));
            return (state, new Answer(409, $"format {command.Format} is not read by {nodes}: upgrade, or remove what stays older"));
        }
        return (state with { Format = (byte)command.Format }, new Answer(200, "updated"));
    }

    /// <param name="known">The newest format that a node reads.</param>
    public static string WhyTooOld(byte format, byte known) =>
        $"the cluster writes format {format}, and this node reads formats up to {known}: start the newer version of the node";
}
