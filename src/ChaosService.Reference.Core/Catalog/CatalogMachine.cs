namespace ChaosService.Reference.Core.Catalog;

/// <summary>
/// The catalog as a state machine: a command gives the next state and the answer, and a refused command changes nothing.
/// </summary>
internal static class CatalogMachine
{
    public static (CatalogState State, Answer Answer) Apply(CatalogState state, CatalogCommand command, CatalogBugs bugs = CatalogBugs.None)
    {
        var (next, answer) = command switch
        {
            AddNode add => NodeCommands.Add(state, add, bugs),
            RemoveNode remove => NodeCommands.Remove(state, remove, bugs),
            SetNodeStatus set => NodeCommands.SetStatus(state, set),
            SetNodeFormat set => FormatCommands.Set(state, set),
            RaiseFormat raise => FormatCommands.Raise(state, raise),
            CreateTable create => TableCommands.Create(state, create),
            ConfigureSharding configure => TableCommands.Configure(state, configure),
            CreateShard create => ShardCommands.Create(state, create),
            MoveShard move => MoveCommands.Begin(state, move, bugs),
            AdvanceMove advance => MoveCommands.Advance(state, advance, bugs),
            AbortMove abort => MoveCommands.Abort(state, abort),
            FinishAbort finish => MoveCommands.FinishAbort(state, finish),
            _ => throw new NotSupportedException(command.GetType().Name),
        };
        return (answer.IsError ? state : next, answer);
    }
}
