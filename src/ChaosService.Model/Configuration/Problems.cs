using System.Collections;

namespace ChaosService.Model.Configuration;

/// <summary>Collects every problem of a file, so that a user sees all of them at once. Not thread-safe.</summary>
public sealed class Problems : IReadOnlyCollection<Problem>
{
    private readonly List<Problem> _items = [];

    public int Count => _items.Count;

    public void Add(SourcePlace place, string message, string? value, string fix) =>
        _items.Add(new Problem(place, message, value, fix));

    public void Add(Problem problem) => _items.Add(problem);

    /// <summary>In the order of the file, which is the order in which a user fixes them.</summary>
    public IEnumerator<Problem> GetEnumerator() =>
        _items.OrderBy(p => p.Place.File, StringComparer.Ordinal).ThenBy(p => p.Place.Line).ThenBy(p => p.Place.Column).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
