namespace ChaosService.Model.Ids;

/// <summary>
/// An id that is used next to other ids where a mix-up would do silent harm: a hold on a target under a run's name excludes nobody, and an
/// undo that looks for a node's name among container ids finds nothing and reports success. Such an id has a type of its own. A string
/// does not convert to it implicitly; it converts to a string implicitly, so that it can be written, logged and sent as before.
/// </summary>
/// <remarks>
/// Not every id has a type: names of runs, experiments and nodes are strings. Next to one of these types they cannot be mixed up either,
/// and elsewhere a mix-up shows at once.
/// </remarks>
public interface IId<TSelf> where TSelf : struct, IId<TSelf>
{
    string Text { get; }

    static abstract TSelf Of(string text);
}
