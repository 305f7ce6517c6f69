using ChaosService.Model.Histories;

namespace ChaosService.Model.Timeseries;

/// <summary>A node's own copy of a partition, as reported by that node only.</summary>
/// <param name="Points">How many points it holds.</param>
/// <param name="Checksum">Of all of them in one order: the same for copies that hold the same, in whatever letters.</param>
/// <param name="Applied">
/// The position in the partition's log at the same moment; null where the database does not report it.
/// </param>
/// <param name="Stored">
/// How many points were ever stored in it, including overwrites; null where the database does not report it.
/// </param>
public sealed record ReplicaCopy(PartitionName Name, long Points, string Checksum, long? Applied = null, long? Stored = null)
{
    public OpValue ToValue() => OpValue.Object(
    [
        new("table", OpValue.Text(Name.Table)), new("shard", OpValue.Integer(Name.Shard)),
        new("partition", OpValue.Integer(Name.Partition)), new("points", OpValue.Integer(Points)),
        new("checksum", OpValue.Text(Checksum)),
        .. Applied is { } at ? new OpField[] { new("applied", OpValue.Integer(at)) } : [],
        .. Stored is { } stored ? new OpField[] { new("stored", OpValue.Integer(stored)) } : [],
    ]);

    /// <summary>Null when the value is not of this form.</summary>
    public static ReplicaCopy? From(OpValue value) =>
        value.Text("table") is { } table && value.Integer("shard") is { } shard && value.Integer("partition") is { } partition
            && value.Integer("points") is { } points && value.Text("checksum") is { } checksum
                ? new ReplicaCopy(new(table, shard, partition), points, checksum, value.Integer("applied"), value.Integer("stored"))
                : null;
}
