using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Consensus;

/// <summary>The driver's inputs, handled one after the other.</summary>
internal abstract record Input;

/// <summary>A tick of the clock.</summary>
internal sealed record Ticked : Input;

/// <param name="IsFetched">Whether the content of the snapshot in it was fetched.</param>
internal sealed record Arrived(GroupId Group, Core.Raft.Messages.Message Message, bool IsFetched = false) : Input;

/// <summary>This node is a member of a group from now on; no effect if it already is.</summary>
/// <param name="Initial">Called when the input is handled, with the catalog of that time; null when it is not to join after all.</param>
internal sealed record Joined(GroupId Group, Func<Core.Raft.Members.Membership?> Initial) : Input;

/// <summary>This node gives up its copy of a group.</summary>
/// <param name="IsStill">Called when the input is handled: whether the catalog still says that the copy is not needed.</param>
internal sealed record Left(GroupId Group, Func<bool> IsStill, TaskCompletionSource<bool> Done) : Input;

internal sealed record Changing(GroupId Group, Core.Raft.Members.MembershipChange Change, TaskCompletionSource<Outcome> Done) : Input;

/// <summary>A leader transfers leadership. The result shows in the group's leader.</summary>
internal sealed record HandingOver(GroupId Group, uint Successor) : Input;

internal sealed record Proposing(GroupId Group, ReadOnlyMemory<byte> Command, TaskCompletionSource<Outcome> Done) : Input;

internal sealed record Reading(GroupId Group, TaskCompletionSource<Outcome> Done) : Input;

/// <summary>A request to inspect a group's server between two inputs; null when there is none here.</summary>
internal sealed record Looking(GroupId Group, Action<Core.Raft.RaftNode?> Look) : Input;

/// <summary>The attempt to store a group's state as of an index has ended.</summary>
/// <param name="Snapshot">Null when it was not stored.</param>
/// <param name="Error">The reason; null also for a state that is too large.</param>
internal sealed record Saved(Group Group, long Index, Snapshots.StoredSnapshot? Snapshot, string? Error) : Input;
