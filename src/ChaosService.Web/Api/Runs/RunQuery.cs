using System.Globalization;
using ChaosService.Engine.Store.Runs;
using ChaosService.Model.Runs;
using ChaosService.Model.Suites;
using ChaosService.Model.Verdicts;
using ChaosService.Service.Replies;
using ChaosService.Web.Api.Reading;

namespace ChaosService.Web.Api.Runs;

/// <summary>The filters of the list of runs, from a query string.</summary>
internal static class RunQuery
{
    private const int LimitDefault = 50;
    private const int LimitMax = 500;
    private const int LabelsMax = 8;

    public static RunFilter Filter(string? experiment, string? state, string? verdict, string? since, IReadOnlyList<string?> labels) => new(
        experiment is null ? null : Input.Name(experiment, "?experiment"),
        Word<RunState>("?state", state), Word<Outcome>("?verdict", verdict), Labels(labels), Since(since));

    public static SuiteRunFilter SuiteFilter(string? suite, string? state, string? verdict) => new(
        suite is null ? null : Input.Name(suite, "?suite"), Word<SuiteRunState>("?state", state), Word<Outcome>("?verdict", verdict));

    public static int Limit(string? text) =>
        text is null ? LimitDefault
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= LimitMax ? limit
        : throw RefusedException.BadInput("not a number of runs", "?limit", text, $"write a whole number from 1 to {LimitMax}");

    /// <summary>The result of <paramref name="list"/>, unless the cursor does not come from an earlier page.</summary>
    public static T Page<T>(string? cursor, Func<T> list)
    {
        try
        {
            return list();
        }
        catch (FormatException e)
        {
            throw RefusedException.BadInput(e.Message, "?cursor", cursor, "pass 'next' of the page before as it is, or leave it out");
        }
    }

    private static T? Word<T>(string field, string? text) where T : struct, Enum =>
        text is null ? null : Wire.Parse<T>(text)
            ?? throw RefusedException.BadInput("no such choice", field, text, $"write one of: {Wire.Words<T>()}");

    private static DateTimeOffset? Since(string? text) =>
        text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since) ? since
        : throw RefusedException.BadInput("not a time", "?since", text, "write one such as 2026-01-31T02:00:00Z");

    private static Dictionary<string, string> Labels(IReadOnlyList<string?> texts)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var parts = text?.Split('=', 2);
            if (parts is not [{ Length: > 0 }, _] || labels.Count == LabelsMax)
                throw RefusedException.BadInput("not a label", "?label", text, $"write name=value, at most {LabelsMax} of them");
            labels[parts[0]] = parts[1];
        }
        return labels;
    }
}
