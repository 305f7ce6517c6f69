using ChaosService.Contracts;
using ChaosService.Engine.Store.Applied;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;
using ChaosService.Service.Replies;
using ChaosService.Service.Scheduling;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Api.Experiments;

/// <summary>Answers that are the same for every kind of applied document: an experiment or a suite.</summary>
internal static class AppliedAnswers
{
    /// <summary>Stores the text under its name, with its schedule or without one.</summary>
    /// <param name="kinds">The kind's part of the address, such as <c>experiments</c>.</param>
    /// <param name="scheduleName">The name of the document's schedule.</param>
    public static async Task<IResult> ApplyAsync<T>(
        this AppliedDocuments<T> applied, string kinds, string name, string yaml, Schedules schedules, string scheduleName,
        ScheduleSpec? schedule, CancellationToken stop)
        where T : class
    {
        var isNew = applied.Find(name) is null;
        var changed = applied.Apply(name, yaml);
        if (schedule is not null) await schedules.ApplyAsync(scheduleName, schedule, stop);
        else await schedules.RemoveAsync(scheduleName, stop);
        var reply = new ApplyReply(name, isNew ? "created" : changed ? "changed" : "unchanged");
        return isNew ? Results.Created($"/api/v1/{kinds}/{name}", reply) : Results.Ok(reply);
    }

    public static IResult Validation(IReadOnlyList<Problem> problems) =>
        Results.Ok(new ValidationReply(problems.Count == 0, [.. problems.Select(Wire.Problem)]));

    public static RefusedException Wrong(string name, IReadOnlyList<Problem> problems) => new(new ProblemReply(
        "bad input", 422, $"'{name}' has {problems.Count} problem{(problems.Count == 1 ? "" : "s")}", Fix: "mend what 'problems' lists",
        Problems: [.. problems.Select(Wire.Problem)]));
}
