using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Consensus;

/// <summary>What the driver is told, one after the other.</summary>
internal abstract record Input;

/// <summary>The clock has moved on.</summary>
internal sealed record Ticked : Input;

/// <param name="IsFetched">Whether the content of a snapshot that it brings is here.</param>
internal sealed record Arrived(GroupId Group, Core.Raft.Messages.Message Message, bool IsFetched = false) : Input;

/// <summary>This node is a member of a group from now on; nothing when it is already.</summary>
/// <param name="Initial">Asked when it is the input's turn, with the catalog of then; null when it is not to join any more.</param>
internal sealed record Joined(GroupId Group, Func<Core.Raft.Members.Membership?> Initial) : Input;

/// <summary>This node gives up its copy of a group.</summary>
/// <param name="IsStill">Asked when it is the input's turn: whether the copy is not needed, as far as the catalog says by then.</param>
internal sealed record Left(GroupId Group, Func<bool> IsStill, TaskCompletionSource<bool> Done) : Input;

internal sealed record Changing(GroupId Group, Core.Raft.Members.MembershipChange Change, TaskCompletionSource<Outcome> Done) : Input;

/// <summary>A leader hands over. What comes of it is seen in who leads.</summary>
internal sealed record HandingOver(GroupId Group, uint Successor) : Input;

internal sealed record Proposing(GroupId Group, ReadOnlyMemory<byte> Command, TaskCompletionSource<Outcome> Done) : Input;

internal sealed record Reading(GroupId Group, TaskCompletionSource<Outcome> Done) : Input;

/// <summary>Somebody wants to see a group's server between two inputs; null when there is none here.</summary>
internal sealed record Looking(GroupId Group, Action<Core.Raft.RaftNode?> Look) : Input;

/// <summary>A group's state was to be stored as it was at an index.</summary>
/// <param name="Snapshot">Null when it is not stored.</param>
/// <param name="Error">Why not; null also for a state that is too large.</param>
internal sealed record Saved(Group Group, long Index, Snapshots.StoredSnapshot? Snapshot, string? Error) : Input;
