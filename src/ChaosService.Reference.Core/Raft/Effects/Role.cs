namespace ChaosService.Reference.Core.Raft.Effects;

/// <summary>A learner is a follower that does not vote.</summary>
internal enum Role
{
    Follower,
    PreCandidate,
    Candidate,
    Leader,
}
