using ChaosService.Model.Histories;

namespace ChaosService.Model.Timeseries;

/// <summary>A call of the management API: the value of <see cref="Functions.Manage"/>. The op's key is what it is about.</summary>
/// <param name="Call">One of the first names below.</param>
/// <param name="Node">The id of a node as the call has it, which may be none.</param>
/// <param name="Status">The status that a node is to have.</param>
/// <param name="Wrong">What is wrong with the call, so that it must be refused: one of the last names below. Null: nothing is.</param>
public sealed record CatalogCall(string Call, string? Node = null, string? Status = null, string? Wrong = null)
{
    public const string List = "list-nodes";
    public const string Add = "add-node";
    public const string Remove = "remove-node";
    public const string SetStatus = "set-status";
    public const string SetSharding = "set-sharding";
    public const string Move = "move-shard";

    public const string WrongAddress = "address";
    public const string WrongStatus = "status";
    public const string WrongNode = "node";
    public const string WrongDatabase = "database";
    public const string WrongTable = "table";
    public const string WrongShard = "shard";
    public const string WrongTarget = "target";
    public const string WrongPartitions = "partitions";

    /// <summary>Of HTTP; null when nothing was answered.</summary>
    public int? Code { get; init; }

    /// <summary>What the answer said where it was an error.</summary>
    public string? Error { get; init; }

    /// <summary>Of <see cref="List"/>: every node's id and status.</summary>
    public IReadOnlyList<(string Node, string Status)>? Nodes { get; init; }

    public OpValue ToValue()
    {
        List<OpField> fields = [new("call", OpValue.Text(Call))];
        if (Node is not null) fields.Add(new("node", OpValue.Text(Node)));
        if (Status is not null) fields.Add(new("status", OpValue.Text(Status)));
        if (Wrong is not null) fields.Add(new("wrong", OpValue.Text(Wrong)));
        if (Code is { } code) fields.Add(new("code", OpValue.Integer(code)));
        if (Nodes is not null) fields.Add(new("nodes", OpValue.Array([.. Nodes.Select(n => OpValueFields.OfTexts([n.Node, n.Status]))])));
        if (Error is not null) fields.Add(new("error", OpValue.Text(Error)));
        return OpValue.Object([.. fields]);
    }

    /// <summary>Null when the value is not of this form.</summary>
    public static CatalogCall? From(OpValue value)
    {
        if (value.Text("call") is not { } call) return null;
        var lists = value.Elements("nodes");
        var nodes = lists is null ? null : Array.ConvertAll(lists, l => l.Elements.AllTexts());
        if (nodes is not null && Array.Exists(nodes, n => n is not { Count: 2 })) return null;
        return new CatalogCall(call, value.Text("node"), value.Text("status"), value.Text("wrong"))
        {
            Code = (int?)value.Integer("code"), Error = value.Text("error"),
            Nodes = nodes is null ? null : [.. nodes.Select(n => (n![0], n[1]))],
        };
    }
}
