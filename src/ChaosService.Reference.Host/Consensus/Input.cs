using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Consensus;

/// <summary>What the driver is told, one after the other.</summary>
internal abstract record Input;

/// <summary>The clock has moved on.</summary>
internal sealed record Ticked : Input;

internal sealed record Arrived(GroupId Group, Core.Raft.Messages.Message Message) : Input;

/// <summary>This node is a member of a group from now on; nothing when it is already.</summary>
internal sealed record Joined(GroupId Group, Core.Raft.Members.Membership Initial) : Input;

internal sealed record Proposing(GroupId Group, ReadOnlyMemory<byte> Command, TaskCompletionSource<Outcome> Done) : Input;

internal sealed record Reading(GroupId Group, TaskCompletionSource<Outcome> Done) : Input;

/// <summary>Somebody wants to see a group's server between two inputs; null when there is none here.</summary>
internal sealed record Looking(GroupId Group, Action<Core.Raft.RaftNode?> Look) : Input;
