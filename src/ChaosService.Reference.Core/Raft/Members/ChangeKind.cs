namespace ChaosService.Reference.Core.Raft.Members;

/// <summary>A voter comes in as a learner first, and is promoted when it has caught up.</summary>
internal enum ChangeKind
{
    AddLearner,
    Promote,
    Remove,
}
