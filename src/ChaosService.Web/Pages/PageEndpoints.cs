using System.Text.Encodings.Web;
using System.Text.Unicode;
using ChaosService.Contracts;
using ChaosService.Engine.Tokens;
using ChaosService.Service.Notifications.Delivery;
using ChaosService.Service.Replies;
using ChaosService.Service.Scheduling;
using ChaosService.Service.Suites;
using ChaosService.Service.Targets;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Api;
using ChaosService.Web.Api.Suites;
using ChaosService.Web.Pages.Assets;
using ChaosService.Web.Pages.Experiments;
using ChaosService.Web.Pages.Faults;
using ChaosService.Web.Pages.Frame;
using ChaosService.Web.Pages.Notifications;
using ChaosService.Web.Pages.Overview;
using ChaosService.Web.Pages.Parts;
using ChaosService.Web.Pages.Problems;
using ChaosService.Web.Pages.Runs;
using ChaosService.Web.Pages.Scheduling;
using ChaosService.Web.Pages.Suites;
using ChaosService.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ChaosService.Web.Pages;

/// <summary>The pages that people see in a browser, and the data of each.</summary>
internal static class PageEndpoints
{
    public static IServiceCollection AddPages(this IServiceCollection parts) => parts
        // Only what HTML requires is encoded: symbols and umlauts stay readable.
        .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All))
        .AddSingleton<PageAssets>()
        .AddSingleton<PageFrames>()
        .AddSingleton<IProblemForm, ProblemPages>()
        .AddSingleton<Trends>()
        .AddSingleton<OverviewQuery>()
        .AddSingleton<RunList>()
        .AddSingleton<RunDetails>()
        .AddSingleton<ExperimentList>()
        .AddSingleton<SuiteList>();

    public static void MapPages(this IEndpointRouteBuilder app)
    {
        app.MapAssets();
        var pages = app.MapGroup("").RequireRole(Role.Viewer).ExcludeFromDescription().WithMetadata(new PageAddress());
        pages.MapGet("/", async (HttpContext http, PageFrames frames, OverviewQuery query, CancellationToken stop) =>
            Page<OverviewPage, OverviewModel>(frames.Of(http), await query.ReadAsync(stop)));
        pages.MapGet(
            "/runs", (HttpContext http, PageFrames frames, RunList list) => Listed(frames.Of(http), list.Read(http.Request.Query)));
        pages.MapGet("/runs/{id}", (string id, HttpContext http, PageFrames frames, RunDetails details) =>
            Page<RunPage, RunModel>(frames.Of(http), details.Read(id)));
        pages.MapGet("/experiments", (HttpContext http, PageFrames frames, ExperimentList list) =>
            Page<ExperimentsPage, ExperimentsModel>(frames.Of(http), list.Read()));
        pages.MapGet("/experiments/{name}", (string name, HttpContext http, PageFrames frames, ExperimentList list) =>
            Page<ExperimentPage, ExperimentModel>(frames.Of(http), list.Read(name)));
        pages.MapGet("/suites", (HttpContext http, PageFrames frames, SuiteList list) =>
            Page<SuitesPage, SuitesModel>(frames.Of(http), list.Read()));
        pages.MapGet("/suites/{name}", (string name, HttpContext http, PageFrames frames, SuiteList list) =>
            Page<SuitePage, SuiteCard>(frames.Of(http), list.Read(name)));
        pages.MapGet("/suites/runs/{id}", (string id, HttpContext http, PageFrames frames, SuiteRuns suites) =>
            Page<SuiteRunPage, SuiteRunReply>(frames.Of(http), SuiteWire.Run(SuiteRunEndpoints.Find(id, suites))));
        pages.MapGet("/schedules", async (HttpContext http, PageFrames frames, Schedules schedules, CancellationToken stop) =>
            Page<SchedulesPage, IReadOnlyList<ScheduleReply>>(
                frames.Of(http), [.. (await schedules.ListAsync(stop)).Select(ScheduleEndpoints.Reply)]));
        // The experiment's name, or suite/NAME.
        pages.MapGet("/schedules/{**name}", async (
            string name, HttpContext http, PageFrames frames, Schedules schedules, CancellationToken stop) =>
        {
            var schedule = ScheduleEndpoints.Find(await schedules.ListAsync(stop), name);
            return Page<SchedulesPage, IReadOnlyList<ScheduleReply>>(frames.Of(http), [schedule]);
        });
        pages.MapGet("/notifications", (HttpContext http, PageFrames frames, NotificationDesk desk) =>
            Page<NotificationsPage, NotificationsModel>(frames.Of(http), NotificationsModel.Of(desk)));
        pages.MapGet("/faults", (HttpContext http, PageFrames frames, ActiveFaults faults) =>
            Page<FaultsPage, IReadOnlyList<ActiveFault>>(frames.Of(http), faults.List()));
    }

    private static PageResult<TPage, TModel> Page<TPage, TModel>(PageFrame frame, TModel model, int status = 200)
        where TPage : Page<TModel> => new(frame, model, status);

    private static PageResult<RunListPage, RunListModel> Listed(PageFrame frame, RunListModel model) =>
        Page<RunListPage, RunListModel>(frame, model, model.Problem?.Status ?? 200);
}
