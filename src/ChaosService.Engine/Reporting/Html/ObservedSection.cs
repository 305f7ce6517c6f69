using ChaosService.Model.Histories;

namespace ChaosService.Engine.Reporting.Html;

/// <summary>The observations of the database, topic by topic: the changes, up to a readable number.</summary>
internal static class ObservedSection
{
    /// <summary>Of a topic. The history has all of them.</summary>
    private const int RowsMax = 60;

    public static Html Render(IReadOnlyList<Observation> observations) => Html.When(observations.Count > 0, () => Html.Of($"""
        <section aria-labelledby="observed-title">
        <h2 id="observed-title">What was seen of the database</h2>
        {Html.Each(observations.GroupBy(o => o.Topic, StringComparer.Ordinal).OrderBy(t => t.Key, StringComparer.Ordinal), Topic)}
        </section>
        """));

    private static Html Topic(IGrouping<string, Observation> topic)
    {
        var (changes, subjects) = (topic.Count(), topic.Select(o => o.Subject).Distinct().Count());
        var last = new Dictionary<string, OpValue>(StringComparer.Ordinal);
        return Html.Of($"""
            <details class="observed">
            <summary><b>{topic.Key}</b>: {changes} changes of {subjects} {(subjects == 1 ? "subject" : "subjects")}</summary>
            {Html.When(changes > RowsMax, () => Html.Of($"<p>The first {RowsMax}; history.jsonl.gz has all of them.</p>"))}
            <div class="scroll"><table>
            <thead><tr><th class="n">at, s</th><th>of</th><th>what is new</th></tr></thead>
            <tbody>{Html.Each(topic.Take(RowsMax), o => Row(o, last))}</tbody>
            </table></div>
            </details>
            """);
    }

    private static Html Row(Observation seen, Dictionary<string, OpValue> last)
    {
        var before = last.GetValueOrDefault(seen.Subject);
        last[seen.Subject] = seen.Value;
        return Html.Of($"""
            <tr><td class="n">{Text.Seconds(seen.TimeNs)}</td><td>{seen.Subject}</td><td>{ObservedChange.Of(before, seen.Value)}</td></tr>
            """);
    }
}
