namespace ChaosService.Reference.Core.Catalog;

/// <summary>
/// The catalog as a state machine: a command gives the next state and the answer, and one that is refused changes nothing.
/// </summary>
internal static class CatalogMachine
{
    public static (CatalogState State, Answer Answer) Apply(CatalogState state, CatalogCommand command)
    {
        var (next, answer) = command switch
        {
            AddNode add => NodeCommands.Add(state, add),
            RemoveNode remove => NodeCommands.Remove(state, remove),
            SetNodeStatus set => NodeCommands.SetStatus(state, set),
            CreateTable create => TableCommands.Create(state, create),
            ConfigureSharding configure => TableCommands.Configure(state, configure),
            CreateShard create => ShardCommands.Create(state, create),
            MoveShard move => ShardCommands.Move(state, move),
            _ => throw new NotSupportedException(command.GetType().Name),
        };
        return (answer.IsError ? state : next, answer);
    }
}
