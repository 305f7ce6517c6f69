using ChaosService.Contracts;
using ChaosService.Engine.Store.Applied;
using ChaosService.Model.Runs;
using ChaosService.Service.Replies;
using ChaosService.Web.Api.Runs;
using ChaosService.Web.Pages.Parts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace ChaosService.Web.Pages.Runs;

/// <summary>
/// Collects the data of the run history page. Accepts the same filters as the API; an empty field of the form is ignored.
/// </summary>
internal sealed class RunList(IRunStore store, AppliedExperiments applied, Trends trends)
{
    private const int PageLength = 50;

    public RunListModel Read(IQueryCollection query)
    {
        string Field(string name) => query[name].ToString().Trim();
        var filter = new RunListFilter(Field("experiment"), Field("state"), Field("verdict"), Field("label"), Field("since"));
        var cursor = Field("cursor");
        var experiments = applied.All().Select(e => e.Name).ToList();
        var shown = filter.Experiment.Length > 0 ? [filter.Experiment] : trends.LatestNames();
        try
        {
            var page = store.List(Filter(filter), Filled(cursor), PageLength);
            return new RunListModel(
                filter, null, [.. page.Runs.Select(Wire.Run)], page.Next is { } next ? Address(filter, next) : null, cursor.Length == 0,
                trends.Of(shown), experiments);
        }
        catch (RefusedException e)
        {
            return new RunListModel(filter, e.Problem, [], null, true, [], experiments);
        }
        catch (FormatException e)
        {
            return new RunListModel(
                filter, new ProblemReply("bad input", 400, e.Message, "?cursor", cursor, "begin again with the first page"), [], null,
                false, [], experiments);
        }
    }

    private static RunFilter Filter(RunListFilter form) => RunQuery.Filter(
        Filled(form.Experiment), Filled(form.State), Filled(form.Verdict), Filled(form.Since),
        [.. form.Label.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]);

    private static string Address(RunListFilter filter, string cursor)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in new[]
        {
            ("experiment", filter.Experiment), ("state", filter.State), ("verdict", filter.Verdict), ("label", filter.Label),
            ("since", filter.Since),
        })
            if (value.Length > 0)
                query.Add(name, value);
        query.Add("cursor", cursor);
        return $"/runs{query}";
    }

    private static string? Filled(string text) => text.Length > 0 ? text : null;
}
