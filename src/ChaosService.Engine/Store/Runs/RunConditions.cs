using ChaosService.Engine.Store.Sql;
using ChaosService.Model.Runs;

namespace ChaosService.Engine.Store.Runs;

/// <summary>A filter as the condition of a query.</summary>
internal static class RunConditions
{
    public static (string Sql, List<(string, object)> Parameters) Of(RunFilter filter, long? before, Database database)
    {
        List<string> conditions = ["TRUE"];
        List<(string, object)> parameters = [];
        void Add(string condition, string name, object? value)
        {
            if (value is null) return;
            conditions.Add(condition);
            parameters.Add((name, value));
        }

        Add("seq < @before", "@before", before);
        Add("experiment = @experiment", "@experiment", filter.Experiment);
        Add("state = @state", "@state", filter.State?.ToString());
        Add("verdict = @verdict", "@verdict", filter.Verdict?.ToString());
        Add("accepted_at >= @since", "@since", filter.Since is { } since ? RunRow.Write(since) : null);
        var n = 0;
        foreach (var (key, value) in filter.Labels ?? new Dictionary<string, string>())
        {
            // A label's key may hold any character, so it is compared, not made into a path.
            conditions.Add($"EXISTS (SELECT 1 FROM {database.Pairs("run.labels")} WHERE key = @key{n} AND value = @value{n})");
            parameters.Add(($"@key{n}", key));
            parameters.Add(($"@value{n++}", value));
        }
        return (string.Join(" AND ", conditions), parameters);
    }
}
