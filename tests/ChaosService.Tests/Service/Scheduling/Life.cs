using ChaosService.Engine.Journal;
using ChaosService.Service.Scheduling;
using ChaosService.Service.Triggers;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChaosService.Tests.Service.Scheduling;

/// <summary>One life of a service with schedules: real Quartz on a real file, and runs that are only asked for.</summary>
internal sealed class Life : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _started;

    public Life(string directory, TimeProvider? time = null, FakeRunTrigger? runs = null, long seed = 7)
    {
        Runs = runs ?? new FakeRunTrigger();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<IRunTrigger>(Runs);
        builder.Services.AddScheduling(directory, new StateDatabase(directory), seed, time ?? TimeProvider.System);
        _host = builder.Build();
        Schedules = _host.Services.GetRequiredService<Schedules>();
    }

    public FakeRunTrigger Runs { get; }

    public Schedules Schedules { get; }

    public async Task<Life> StartAsync()
    {
        await _host.StartAsync(TestContext.Current.CancellationToken);
        _started = true;
        return this;
    }

    /// <summary>The one schedule there is.</summary>
    public async Task<ScheduleState> StateAsync() => Assert.Single(await Schedules.ListAsync(TestContext.Current.CancellationToken));

    /// <summary>Returns the one schedule as soon as it is as wanted; fails the test when it is not within the limit.</summary>
    public async Task<ScheduleState> UntilAsync(Func<ScheduleState, bool> wanted)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Wait.Limit);
        while (true)
        {
            var state = await StateAsync();
            if (wanted(state)) return state;
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(Wait.Limit);
        if (_started) await _host.StopAsync(limit.Token);
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
