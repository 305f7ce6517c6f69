using System.Buffers;
using System.Net;
using ChaosService.Model.KeyValue;
using ChaosService.Workloads.Clients;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace ChaosService.Workloads.MerkleKv.Changes;

/// <summary>
/// A subscriber of ours at the broker: sees what every node publishes. Its session stays at the broker while it is away, so the broker
/// keeps what it misses; a broker that lost the session may have lost messages, and what was received says so.
/// </summary>
internal sealed class ChangeSubscriber : IAsyncDisposable
{
    /// <summary>Events of a run that are kept: some 60 MB without their values.</summary>
    private const int EventsMax = 200_000;

    /// <summary>Of the values of events that are kept: 64 MiB.</summary>
    private const int CharactersMax = 32 << 20;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Func<IPEndPoint?> _broker;
    private readonly string _topic;
    private readonly string _keyPrefix;
    private readonly TimeProvider _time;
    private readonly string _clientId = MqttClientId.New();
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<(ChangeEvent Change, long Arrived)> _events = [];
    private readonly Task _running;
    private string? _missed = "the subscriber was never connected";
    private bool _wasConnected;
    private long _characters;

    /// <param name="keyPrefix">Only keys that begin with it are of this run.</param>
    public ChangeSubscriber(Func<IPEndPoint?> broker, string topic, string keyPrefix, TimeProvider time)
    {
        (_broker, _topic, _keyPrefix, _time) = (broker, topic, keyPrefix, time);
        _client.ApplicationMessageReceivedAsync += ReceiveAsync;
        _running = RunAsync();
    }

    public bool IsConnected => _client.IsConnected;

    /// <summary>How many changes were received, without a copy of them.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _events.Count;
        }
    }

    public ChangesView Received
    {
        get
        {
            lock (_gate)
            {
                var now = _time.GetTimestamp();
                return new ChangesView([.. _events.Select(e => e.Change with { AgeNs = AgeNs(e.Arrived, now) })], _missed);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            if (!_client.IsConnected) await TryConnectAsync();
            await Task.Delay(Pause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await LeaveAsync();
    }

    private async Task TryConnectAsync()
    {
        if (_broker() is not { } endPoint) return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(Limit);
        try
        {
            var joined = await _client.ConnectAsync(Options(endPoint, keepSession: true), limit.Token);
            await _client.SubscribeAsync(_topic, MqttQualityOfServiceLevel.AtLeastOnce, limit.Token);
            Connected(joined.IsSessionPresent);
        }
        catch (Exception e) when (e is MqttCommunicationException or MqttProtocolViolationException or OperationCanceledException
            or InvalidOperationException)
        {
            // The next attempt is soon.
        }
    }

    private void Connected(bool sessionWasKept)
    {
        lock (_gate)
        {
            if (!_wasConnected) _missed = null;
            else if (!sessionWasKept) _missed ??= "the broker lost the subscriber's session when their connection broke";
            _wasConnected = true;
        }
    }

    /// <summary>The broker forgets the session: nobody comes back for it.</summary>
    private async Task LeaveAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            if (_client.IsConnected) await _client.DisconnectAsync(new MqttClientDisconnectOptions(), limit.Token);
            if (_wasConnected && _broker() is { } endPoint)
                await _client.ConnectAsync(Options(endPoint, keepSession: false), limit.Token);
        }
        catch (Exception e) when (e is MqttCommunicationException or MqttProtocolViolationException or OperationCanceledException)
        {
            // A broker that is gone keeps nothing.
        }
    }

    private MqttClientOptions Options(IPEndPoint endPoint, bool keepSession) => new MqttClientOptionsBuilder()
        .WithEndPoint(endPoint)
        .WithProtocolVersion(MqttProtocolVersion.V311)
        .WithClientId(_clientId)
        .WithCleanSession(!keepSession)
        .WithKeepAlivePeriod(TimeSpan.FromSeconds(5))
        .WithTimeout(Limit)
        .Build();

    private Task ReceiveAsync(MqttApplicationMessageReceivedEventArgs message)
    {
        // Not a change, or another run's: nothing for the check of this one.
        if (ChangeDecoder.Read(message.ApplicationMessage.Payload.ToArray()) is not { } change) return Task.CompletedTask;
        if (!change.Key.StartsWith(_keyPrefix, StringComparison.Ordinal)) return Task.CompletedTask;
        lock (_gate)
        {
            _characters += change.Value?.Length ?? 0;
            if (_events.Count < EventsMax && _characters <= CharactersMax)
                _events.Add((Marked(change, message.ApplicationMessage), _time.GetTimestamp()));
            else _missed ??= $"there were more changes than the {EventsMax:#,0}, or larger values than the 64 MiB, that are kept";
        }
        return Task.CompletedTask;
    }

    private long AgeNs(long arrived, long now) => _time.GetElapsedTime(arrived, now).Ticks * TimeSpan.NanosecondsPerTick;

    private ChangeEvent Marked(ChangeEvent change, MqttApplicationMessage message) => change with
    {
        Key = change.Key[_keyPrefix.Length..],
        IsRepeated = message.Topic.EndsWith("/repeated", StringComparison.Ordinal),
        IsRedelivered = message.Dup,
    };
}
