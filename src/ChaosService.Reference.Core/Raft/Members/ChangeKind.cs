namespace ChaosService.Reference.Core.Raft.Members;

/// <summary>A voter is added as a learner first, and is promoted when it has caught up.</summary>
internal enum ChangeKind
{
    AddLearner,
    Promote,
    Remove,
}
