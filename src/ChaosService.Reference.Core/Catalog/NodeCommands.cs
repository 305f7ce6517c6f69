using System.Globalization;

namespace ChaosService.Reference.Core.Catalog;

/// <summary>The nodes of the cluster.</summary>
internal static class NodeCommands
{
    public static (CatalogState State, Answer Answer) Add(CatalogState state, AddNode command, CatalogBugs bugs)
    {
        if (command.RpcAddress.Length == 0) return (state, Answer.BadRequest("rpc_address is empty: give host:port"));
        if (command.HttpAddress.Length == 0) return (state, Answer.BadRequest("http_address is empty: give host:port"));
        if (WrongStatus(command.Status) is { } wrong) return (state, wrong);
        if (state.Nodes.ContainsKey(command.Id) && !bugs.HasFlag(CatalogBugs.DuplicateNodeAccepted)) return (state, Answer.Conflict);
        var node = new CatalogNode(
            command.Id, command.RpcAddress, command.HttpAddress, command.Status, command.Now, command.Now);
        return (state with { Nodes = state.Nodes.SetItem(node.Id, node) }, new Answer(201));
    }

    /// <summary>A node that still holds something must be drained first: otherwise data that only it holds would be lost.</summary>
    public static (CatalogState State, Answer Answer) Remove(CatalogState state, RemoveNode command, CatalogBugs bugs)
    {
        if (Find(state, command.Id, out var node) is { } error)
            return (state, error.Status == 404 && bugs.HasFlag(CatalogBugs.UnknownNodeRemoved) ? new Answer(204) : error);
        if (state.IsInUse(node!.Id) && !bugs.HasFlag(CatalogBugs.UndrainedNodeRemoved))
            return (state, new Answer(409, $"node {node.Id} holds shards, or is to hold one: move them to other nodes first"));
        return (state with { Nodes = state.Nodes.Remove(node.Id) }, new Answer(204));
    }

    public static (CatalogState State, Answer Answer) SetStatus(CatalogState state, SetNodeStatus command)
    {
        if (Find(state, command.Id, out var node) is { } error) return (state, error);
        if (WrongStatus(command.Status) is { } wrong) return (state, wrong);
        // Repeating the same status changes nothing, not even the time.
        var changed = node!.Status == command.Status ? node : node with { Status = command.Status!, UpdatedAt = command.Now };
        return (state with { Nodes = state.Nodes.SetItem(node.Id, changed) }, new Answer(200, "updated"));
    }

    /// <returns>Null when the node exists.</returns>
    public static Answer? Find(CatalogState state, string id, out CatalogNode? node)
    {
        node = null;
        if (!uint.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return Answer.BadRequest($"'{id}' is no node id: give a whole number from 0 to {uint.MaxValue}");
        return state.Nodes.TryGetValue(number, out node) ? null : Answer.NotFound($"node {number}");
    }

    private static Answer? WrongStatus(string? status) => status is not null && NodeStatus.All.Contains(status)
        ? null
        : Answer.BadRequest($"'{status}' is no status of a node: it is one of {string.Join(", ", NodeStatus.All)}");
}
