using ChaosService.Engine.Journal;
using ChaosService.Engine.Store.Notifications;
using ChaosService.Service.Notifications.Delivery;
using ChaosService.Service.Options;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ChaosService.Tests.Service.Notifications;

/// <summary>Sending without the service around it: a real outbox, real HTTP, and time that a test moves.</summary>
internal sealed class PostOffice : IAsyncDisposable
{
    private readonly TempDirectory? _own;
    private readonly Sender _sender;

    /// <param name="state">To start again on the same outbox; null: an own one.</param>
    public PostOffice(ServiceOptions options, FakeTimeProvider? time = null, TempDirectory? state = null)
    {
        _own = state is null ? new TempDirectory() : null;
        Time = time ?? new FakeTimeProvider(Samples.At);
        Database = new StateDatabase((state ?? _own)!.Path);
        Outbox = new NotificationOutbox(Database);
        _sender = new Sender(Time);
        Notifier = new Notifier(options, Outbox, _sender, Time, NullLogger<Notifier>.Instance);
    }

    public FakeTimeProvider Time { get; }

    public StateDatabase Database { get; }

    public NotificationOutbox Outbox { get; }

    public Notifier Notifier { get; }

    public async Task<PostOffice> OpenAsync()
    {
        await Notifier.StartAsync(CancellationToken.None);
        return this;
    }

    public int Count(DeliveryState state, string receiver = "ops") => Outbox.Count(receiver, state);

    /// <summary>Moves time on in steps until the condition holds; fails when it does not within the limit of that time.</summary>
    /// <param name="alsoWhileSending">Otherwise time stands still meanwhile: what a busy machine takes for an answer is no time of the
    /// test.</param>
    public async Task UntilAsync(Func<bool> condition, TimeSpan limit, TimeSpan? step = null, bool alsoWhileSending = false)
    {
        var end = Time.GetUtcNow() + limit;
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Wait.Limit, "it did not come true in time");
            Assert.True(Time.GetUtcNow() < end, $"it did not come true within {limit} of the test's time");
            if (alsoWhileSending || !Notifier.Receivers.Any(r => r.Busy)) Time.Advance(step ?? TimeSpan.FromSeconds(1));
            // What became due goes on in other threads, over real connections.
            await Task.Delay(TimeSpan.FromMilliseconds(3), TimeProvider.System);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await Notifier.StopAsync(now.Token);
        Notifier.Dispose();
        _sender.Dispose();
        _own?.Dispose();
    }
}
