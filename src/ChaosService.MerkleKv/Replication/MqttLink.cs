using System.Buffers;
using ChaosService.MerkleKv.Bugs;
using ChaosService.MerkleKv.Events;
using ChaosService.MerkleKv.Observing;
using ChaosService.MerkleKv.Settings;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace ChaosService.MerkleKv.Replication;

/// <summary>
/// Keeps a connection to the broker: connects, subscribes, sends what waits in the outbox, and when the connection is lost, begins again
/// after a pause.
/// </summary>
internal sealed class MqttLink(
    ReplicationSettings settings, Outbox outbox, Receiver receiver, Counters counters, Func<double> draw, TimeProvider time,
    SeededBugs bugs, ILogger log)
{
    /// <summary>Publications that wait for their acknowledgement at a time.</summary>
    private const int WindowMax = 32;

    private readonly SentEvents _sent = new(settings.ResendAfter, settings.BacklogMax, settings.BacklogBytesMax, time);
    private readonly Backoff _backoff = new(settings.ReconnectMin, settings.ReconnectMax, draw);
    private readonly MqttClientFactory _factory = new();
    private bool _wasConnected;
    private volatile bool _isConnected;
    private volatile bool _isResendDue;

    public bool IsConnected => _isConnected;

    /// <summary>Events that were sent and will be sent once more.</summary>
    public int ResendCount => _isResendDue ? _sent.Count : 0;

    public async Task RunAsync(CancellationToken stop)
    {
        while (true)
        {
            var began = time.GetTimestamp();
            var why = await ConnectionAsync(stop);
            if (stop.IsCancellationRequested) return;
            _sent.Hold();
            // A broker that accepts and drops at once is no reason to hurry.
            if (time.GetElapsedTime(began) > settings.ReconnectMax + settings.AnswerLimit) _backoff.Reset();
            var pause = _backoff.Next();
            // Bug fixed-retry.
            if (bugs.HasFlag(SeededBugs.FixedRetry)) pause = settings.ReconnectMin;
            counters.Add(Counter.ReconnectAttempts);
            ReplicationLog.Reconnecting(log, _backoff.Attempt, (long)pause.TotalMilliseconds, why);
            await Task.Delay(pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>Why it ended.</returns>
    private async Task<string> ConnectionAsync(CancellationToken stop)
    {
        using var client = _factory.CreateMqttClient();
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var why = "the connection was lost";
        client.ApplicationMessageReceivedAsync += ReceiveAsync;
        client.DisconnectedAsync += EndAsync;
        try
        {
            await ConnectAsync(client, lost.Token);
            await SendAsync(client, lost.Token);
        }
        catch (OperationCanceledException)
        {
            if (stop.IsCancellationRequested) await GoodbyeAsync(client);
            else if (!lost.IsCancellationRequested) why = $"no answer within {settings.AnswerLimit.TotalMilliseconds} ms";
        }
        catch (Exception failure)
        {
            // Whatever the library throws, there is no connection, and the next attempt makes a new one.
            why = failure.Message;
        }
        _isConnected = false;
        client.DisconnectedAsync -= EndAsync;
        await lost.CancelAsync();
        return why;

        Task EndAsync(MqttClientDisconnectedEventArgs ended)
        {
            if (ended.Exception is { } failure) why = failure.Message;
            return lost.CancelAsync();
        }
    }

    private async Task ConnectAsync(IMqttClient client, CancellationToken lost)
    {
        using var limit = Limit(lost);
        // Bug no-resubscribe: a clean session, and the subscription only the first time.
        var forgets = bugs.HasFlag(SeededBugs.NoResubscribe);
        var answer = await client.ConnectAsync(Options(settings.IsCleanSession || forgets), limit.Token);
        if (answer.ResultCode != MqttClientConnectResultCode.Success) throw new IOException($"the broker refuses: {answer.ResultCode}");
        if (!forgets || !_wasConnected)
        {
            var granted = await client.SubscribeAsync($"{settings.Topic}/#", MqttQualityOfServiceLevel.AtLeastOnce, limit.Token);
            if (granted.Items.Any(i => i.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2))
                throw new IOException($"the broker refuses the subscription to {settings.Topic}/#");
        }
        counters.Add(Counter.BrokerConnects);
        _isConnected = true;
        ReplicationLog.Connected(log, settings.Broker, settings.BrokerPort, outbox.Count, answer.IsSessionPresent);
        _isResendDue = _wasConnected && settings.ResendAfter > TimeSpan.Zero;
        if (_isResendDue) _ = ResendAsync(lost);
        _wasConnected = true;
    }

    private async Task SendAsync(IMqttClient client, CancellationToken lost)
    {
        while (true)
        {
            var items = await outbox.TakeAsync(WindowMax, lost);
            var failures = await Task.WhenAll(items.Select(i => TrySendAsync(client, i, lost)));
            counters.Add(Counter.EventsDropped, outbox.Settle(items.Count, [.. items.Where((_, i) => failures[i] is not null)]));
            if (Array.Find(failures, f => f is not null) is not { } failure) continue;
            lost.ThrowIfCancellationRequested();
            throw new IOException($"the broker did not take an event: {failure.Message}", failure);
        }
    }

    /// <returns>Null: the broker has it.</returns>
    private async Task<Exception?> TrySendAsync(IMqttClient client, Outgoing item, CancellationToken lost)
    {
        using var limit = Limit(lost);
        var message = new MqttApplicationMessageBuilder().WithTopic(item.IsResent ? settings.RepeatTopic : settings.Topic)
            .WithPayload(EventCodec.Encode(item.Event)).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
        try
        {
            await client.PublishAsync(message, limit.Token);
        }
        catch (Exception failure)
        {
            return failure;
        }
        _sent.Add(item);
        counters.Add(item.IsResent ? Counter.EventsResent : Counter.EventsPublished);
        var (change, stamp) = (item.Event, item.Event.Stamp);
        ReplicationLog.Published(log, change.Name, change.Key, $"{stamp.OpId}", stamp.Ts);
        return null;
    }

    private async Task ResendAsync(CancellationToken lost)
    {
        await Task.Delay(settings.ResendAfter, time, lost).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (lost.IsCancellationRequested) return;
        var sent = _sent.Again();
        if (sent.Count > 0) ReplicationLog.Resending(log, sent.Count);
        // In this order, so that an event is never in neither of the two, where the backlog would miss it.
        counters.Add(Counter.EventsDropped, outbox.AddFirst(sent));
        _isResendDue = false;
        _sent.Clear();
    }

    private async Task ReceiveAsync(MqttApplicationMessageReceivedEventArgs message)
    {
        message.AutoAcknowledge = false;
        var stored = receiver.Receive(message.ApplicationMessage.Payload.ToArray());
        if (stored.IsCompletedSuccessfully) await AcknowledgeAsync(message, stored);
        // The messages behind it do not wait for this one's fsync.
        else _ = AcknowledgeAsync(message, stored);
    }

    /// <summary>Only what is stored is acknowledged: the broker sends the rest again.</summary>
    private async Task AcknowledgeAsync(MqttApplicationMessageReceivedEventArgs message, Task stored)
    {
        try
        {
            await stored;
            await message.AcknowledgeAsync(CancellationToken.None);
        }
        catch (Exception failure)
        {
            // The connection or the disk is gone; either is reported where it belongs.
            ReplicationLog.NotAcknowledged(log, failure.Message);
        }
    }

    /// <summary>A broker that hears a goodbye does not wait for the keep-alive to end the session.</summary>
    private async Task GoodbyeAsync(IMqttClient client)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1), time);
        try
        {
            await client.DisconnectAsync(new MqttClientDisconnectOptions(), limit.Token);
        }
        catch (Exception failure)
        {
            // The node stops anyway.
            ReplicationLog.NotAcknowledged(log, failure.Message);
        }
    }

    private MqttClientOptions Options(bool isClean) => new MqttClientOptionsBuilder()
        .WithTcpServer(settings.Broker, settings.BrokerPort).WithProtocolVersion(MqttProtocolVersion.V311)
        .WithClientId(settings.ClientId).WithCleanSession(isClean).WithKeepAlivePeriod(settings.KeepAlive)
        .WithTimeout(settings.AnswerLimit).Build();

    private CancellationTokenSource Limit(CancellationToken lost)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(lost);
        limit.CancelAfter(settings.AnswerLimit);
        return limit;
    }
}
