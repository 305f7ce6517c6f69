using System.Net;
using ChaosService.Contracts;
using ChaosService.Engine.Tokens;
using ChaosService.Experiments.Targets;
using ChaosService.Model.Clusters;
using ChaosService.Model.Runs;
using ChaosService.Service.Conditions;
using ChaosService.Service.Events;
using ChaosService.Service.Installations;
using ChaosService.Service.Notifications;
using ChaosService.Service.Options;
using ChaosService.Service.Options.Texts;
using ChaosService.Service.Options.Validation;
using ChaosService.Service.Queue;
using ChaosService.Service.Readiness;
using ChaosService.Service.Recovering;
using ChaosService.Service.Retention;
using ChaosService.Service.Scheduling;
using ChaosService.Service.Sharing;
using ChaosService.Service.Stopping;
using ChaosService.Service.Suites;
using ChaosService.Service.Targets;
using ChaosService.Service.Triggers;
using ChaosService.Telemetry.Metrics;
using ChaosService.Web;
using ChaosService.Web.Access;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Access.Listening.Http2;
using ChaosService.Web.Access.Tls;
using ChaosService.Web.Api;
using ChaosService.Web.Api.Events;
using ChaosService.Web.Api.Experiments;
using ChaosService.Web.Api.Runs;
using ChaosService.Web.Api.Suites;
using ChaosService.Web.Grpc;
using ChaosService.Web.Pages;
using ChaosService.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChaosService.Host.Serving;

/// <summary>Assembles the service: its parts and its endpoints.</summary>
internal static class ServiceHost
{
    /// <summary>For the jitter of schedules. Fixed: it spreads the load on the machine and is not part of an experiment.</summary>
    private const long ScheduleSeed = 1;

    public static WebApplication Build(ServiceOptions options, Installation installation, IRunWork work)
    {
        // Empty: nothing is read from files or variables that were not configured.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "chaosservice" });
        var tls = options.Tls.Enabled ? new ServerCertificate(
            options.Tls, installation.Time, installation.Logs.CreateLogger<ServerCertificate>()) : null;
        builder.WebHost.UseKestrel(kestrel => kestrel.ListenForHttp1And2(IPEndPoint.Parse(options.Address), tls));
        builder.Services.AddAccess(ServiceAccess.Of(options, installation.Tokens, tls?.Problems ?? []), tls);
        AddParts(builder.Services, options, installation, work);
        var app = builder.Build();
        Map(app);
        return app;
    }

    private static void AddParts(IServiceCollection parts, ServiceOptions options, Installation installation, IRunWork work)
    {
        parts.AddSingleton(installation.Logs);
        parts.AddSingleton(installation.Telemetry);
        parts.AddSingleton(installation.Time);
        parts.AddSingleton(options);
        parts.AddSingleton<IValidateOptions<ServiceOptions>, ServiceOptionsValidator>();
        parts.AddSingleton<IHostLifetime, NoLifetime>();
        parts.AddRouting();
        parts.AddApiDescription();
        parts.Configure<JsonOptions>(json => WireJson.Configure(json.SerializerOptions));

        parts.AddSingleton(installation.State);
        parts.AddInstances(options.Store, installation.Store, installation.Shared);
        parts.AddScheduling(options.State, installation.Store, ScheduleSeed, installation.Time, options.Store.Lease);
        parts.AddSingleton(installation.Catalog);
        parts.AddSingleton(installation.Experiments);
        parts.AddSingleton<ITargetCatalog>(installation.Targets);
        parts.AddSingleton<IClusterProvider>(installation.Engine.Clusters);
        parts.AddSingleton<IRunStore>(installation.Runs);
        parts.AddSingleton(installation.Facts);
        parts.AddSingleton(installation.Halts);
        parts.AddSingleton(installation.Applied());
        parts.AddSingleton<IFaultJournal>(installation.Journal);
        parts.AddSingleton(installation.Leftovers);

        parts.AddSingleton(work);
        parts.AddSingleton<ServiceEvents>();
        parts.AddSingleton<RunsElsewhere>();
        parts.AddSingleton<RunEventHub>();
        parts.AddSingleton<LoadedExperiments>();
        parts.AddSingleton<RunActions>();
        parts.AddSingleton<EventReaders>();
        parts.AddSingleton<EventStream>();
        parts.AddSingleton(new AttachRule(NameList.Parse(options.AttachableProjects), NameList.Parse(options.AllowedAddresses)));
        parts.AddSingleton<RunPreparation>();
        parts.AddSingleton<RunObservers>();
        parts.AddSingleton<RunLife>();
        parts.AddSingleton<RunQueue>();
        parts.AddSingleton<IRunTrigger, RunTrigger>();
        parts.AddSuites(installation.Suites, installation.AppliedSuites(), installation.SuiteRuns);
        parts.AddSingleton<ActiveFaults>();
        parts.AddSingleton(installation.Holds);
        parts.AddSingleton(installation.KeptTargets);
        parts.AddSingleton<TargetProbe>();
        parts.AddSingleton<TargetKeeper>();
        parts.AddSingleton<TargetTurn>();
        parts.AddSingleton<TargetSwitch>();
        parts.AddSingleton<Halting>();
        parts.AddSingleton<DiskRoom>();
        parts.AddSingleton<ICondition>(p => p.GetRequiredService<RunLife>());
        parts.AddSingleton<ICondition>(p => p.GetRequiredService<Recovery>());
        parts.AddSingleton<ICondition>(p => p.GetRequiredService<DiskRoom>());
        parts.AddSingleton<ICondition>(p => p.GetRequiredService<RunRetention>());
        parts.AddSingleton<ICondition>(p => p.GetRequiredService<NotificationHealth>());
        parts.AddSingleton<ICondition>(installation.Telemetry);
        parts.AddSingleton<ServiceHealth>();
        parts.AddSingleton<LeftoverSweep>();
        parts.AddSingleton<Recovery>();
        parts.AddHostedService(p => p.GetRequiredService<Recovery>());
        parts.AddHostedService<HealthWatch>();
        parts.AddHostedService<IdleMemory>();
        parts.AddRetention(options);
        parts.AddNotifications();
        parts.AddServiceMetrics(options, installation.Metrics);
        parts.AddPages();
        parts.AddGrpcApi(options);
    }

    private static void Map(WebApplication app)
    {
        // Inside, so that the audit log sees the answer; outside, for errors on the way in.
        app.UseServiceMetrics();
        app.UseMiddleware<ProblemAnswers>();
        app.UseAccess();
        app.UseMiddleware<ProblemAnswers>();
        app.MapHealth();
        app.MapApiDescription().RequireRole(Role.Viewer);
        var api = app.MapGroup("/api/v1").RequireRole(Role.Viewer);
        api.MapExperiments();
        api.MapRuns();
        api.MapEvents();
        api.MapRunFiles();
        api.MapWindows();
        api.MapFaults();
        api.MapTargets();
        api.MapSuites();
        api.MapSuiteRuns();
        api.MapSchedules();
        api.MapHalt();
        api.MapRetention();
        api.MapNotifications();
        app.MapPages();
        app.MapGrpcApi();
    }

    /// <summary>
    /// The command line handles signals: the framework's own lifetime would stop the host before the faults are reverted.
    /// </summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
