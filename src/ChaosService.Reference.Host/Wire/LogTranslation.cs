using ChaosService.Reference.Core.Raft.Settings;
using ChaosService.Reference.Host.Protos;
using Google.Protobuf;

namespace ChaosService.Reference.Host.Wire;

/// <summary>Converts log contents from the core's types to bytes and back.</summary>
internal static class LogTranslation
{
    public static Group ToWire(this GroupId group) => new() { Shard = group.Shard, Partition = group.Partition };

    public static GroupId ToCore(this Group? group) => group is null ? GroupId.Catalog : new(group.Shard, group.Partition);

    public static Membership ToWire(this Core.Raft.Members.Membership membership) =>
        new() { Voters = { membership.Voters }, Learners = { membership.Learners } };

    public static Core.Raft.Members.Membership ToCore(this Membership membership) => new([.. membership.Voters], [.. membership.Learners]);

    public static Entry ToWire(this Core.Raft.Log.Entry entry) => new()
    {
        Index = entry.Index,
        Term = entry.Term,
        Command = UnsafeByteOperations.UnsafeWrap(entry.Command),
        Membership = entry.Membership?.ToWire(),
    };

    public static Core.Raft.Log.Entry ToCore(this Entry entry) =>
        new(entry.Index, entry.Term, entry.Command.Memory, entry.Membership?.ToCore());

    public static Snapshot ToWire(this Core.Raft.Log.Snapshot snapshot) => new()
    {
        Index = snapshot.Index,
        Term = snapshot.Term,
        Membership = snapshot.Membership.ToWire(),
        Data = UnsafeByteOperations.UnsafeWrap(snapshot.Data),
    };

    public static Core.Raft.Log.Snapshot ToCore(this Snapshot snapshot) =>
        new(snapshot.Index, snapshot.Term, snapshot.Membership.ToCore(), snapshot.Data.Memory);

    public static PersistentState With(this PersistentState state, IReadOnlyList<Core.Raft.Log.Entry> entries) => state with
    {
        Entries = [.. state.Entries.Where(e => e.Index < entries[0].Index), .. entries],
    };

    public static PersistentState With(this PersistentState state, Core.Raft.Log.Snapshot snapshot, bool keepsLaterEntries) => state with
    {
        Snapshot = snapshot,
        Entries = keepsLaterEntries ? [.. state.Entries.Where(e => e.Index > snapshot.Index)] : [],
    };
}
