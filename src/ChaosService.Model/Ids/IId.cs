namespace ChaosService.Model.Ids;

/// <summary>
/// An id that stands beside other ids where a mix-up would do harm without a word: a hold on a target under a run's name excludes nobody,
/// an undo that looks for a node's name among container ids finds nothing and calls itself done. Such an id has a type of its own, which
/// no text becomes by itself; it becomes a text by itself, so that it can be written, logged and sent as before.
/// </summary>
/// <remarks>
/// Not every id has one: names of runs, experiments and nodes are texts. Beside one of these types they cannot be mixed up either, and
/// elsewhere a mix-up shows at once.
/// </remarks>
public interface IId<TSelf> where TSelf : struct, IId<TSelf>
{
    string Text { get; }

    static abstract TSelf Of(string text);
}
