using ChaosService.Checking.Findings;
using ChaosService.Model.Histories;

namespace ChaosService.Checking.Observations;

/// <summary>Everything that was observed of one topic, in time order.</summary>
internal sealed class Sights<T> where T : class
{
    private Sights(List<Sight<T>> all, string? doubt) => (All, Doubt) = (all, doubt);

    public IReadOnlyList<Sight<T>> All { get; }

    /// <summary>What could not be understood; null when everything was.</summary>
    public string? Doubt { get; }

    public IEnumerable<string> Subjects => All.Select(s => s.Subject).Distinct(StringComparer.Ordinal);

    /// <summary>Each subject's last report, which holds until the end.</summary>
    public IReadOnlyList<Sight<T>> Last => [.. All.GroupBy(s => s.Subject).Select(g => g.Last())];

    /// <summary>The latest answer of any subject up to a time; null: none.</summary>
    public Sight<T>? At(long ns) => All.LastOrDefault(s => s.View is not null && s.Line.TimeNs <= ns);

    /// <summary>
    /// The subject's next report: until then, it gave the same answer every time it was polled. Null: there is none, so this one holds to
    /// the end.
    /// </summary>
    public Sight<T>? Next(Sight<T> sight) => All.SkipWhile(s => s != sight).Skip(1).FirstOrDefault(s => s.Subject == sight.Subject);

    /// <summary>The same for one subject; the report may be that it did not answer.</summary>
    public Sight<T>? At(string subject, long ns) => All.LastOrDefault(s => s.Subject == subject && s.Line.TimeNs <= ns);

    internal static Sights<T> Of(History history, string topic, Func<OpValue, T?> read)
    {
        List<Sight<T>> all = [];
        var doubt = default(string);
        foreach (var line in history.Observations.Where(o => o.Topic == topic))
        {
            var view = line.Value.Kind == OpValueKind.None ? null : read(line.Value);
            if (view is null && line.Value.Kind != OpValueKind.None)
                doubt ??= $"what {line.Subject} said at {Words.At(line.TimeNs)} is not understood: {line.Value}";
            else all.Add(new Sight<T>(line, view));
        }
        return new Sights<T>(all, doubt);
    }
}
