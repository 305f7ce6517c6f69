using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;
using ChaosService.Model.Randomness;
using ChaosService.Workloads.Clients;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace ChaosService.Workloads.Actions.Mqtt;

/// <summary>
/// Publishes, and is a subscriber of the topic meanwhile: what it receives proves that the messages were there for everyone who is.
/// </summary>
internal sealed class MqttPublishAction(MqttPublishParameters parameters, ICluster cluster) : IAction
{
    /// <summary>How long after the last message that came back it waits for another one.</summary>
    private static readonly TimeSpan Echo = TimeSpan.FromSeconds(2);

    private readonly byte[] _payload = Filled(Convert.FromHexString(parameters.Payload), parameters.Size);

    public async Task<ActionAnswer> ActAsync(CancellationToken limit)
    {
        var what = $"{parameters.Count:#,0} on {parameters.Topic}";
        if (cluster.EndPoint(parameters.Node, parameters.Port) is not { } broker)
            return new(OpType.Fail, $"{what}: {parameters.Node} does not run");
        using var client = new MqttClientFactory().CreateMqttClient();
        var received = new Received(parameters.Count);
        client.ApplicationMessageReceivedAsync += message => received.TakeAsync(message.ApplicationMessage);
        try
        {
            await client.ConnectAsync(Options(broker), limit);
            await client.SubscribeAsync(parameters.Topic, (MqttQualityOfServiceLevel)parameters.Qos, limit);
        }
        catch (MqttCommunicationException e)
        {
            return new(OpType.Fail, $"{what}: {(e.InnerException ?? e).Message}");
        }
        return await PublishAsync(client, received, what, limit);
    }

    private async Task<ActionAnswer> PublishAsync(IMqttClient client, Received received, string what, CancellationToken limit)
    {
        var (began, sent) = (Stopwatch.GetTimestamp(), 0);
        try
        {
            for (; sent < parameters.Count; sent++)
            {
                var message = Message(sent);
                received.Expect(message.Payload.ToArray());
                await client.PublishAsync(message, limit);
            }
            var took = Stopwatch.GetElapsedTime(began);
            await received.WaitAsync(Echo, limit);
            await client.DisconnectAsync(new MqttClientDisconnectOptions(), limit);
            var milliseconds = took.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
            var evidence = $"{what}: taken by {parameters.Node} in {milliseconds} ms, {received.Count:#,0} received by a subscriber";
            return new(received.Count == parameters.Count ? OpType.Ok : OpType.Info, evidence);
        }
        catch (MqttCommunicationException e)
        {
            return new(OpType.Info, $"{what}: {sent:#,0} were taken, then {(e.InnerException ?? e).Message}");
        }
    }

    private MqttApplicationMessage Message(int number) => new MqttApplicationMessageBuilder()
        .WithTopic(parameters.Topic)
        .WithPayload(Mutated(number))
        .WithQualityOfServiceLevel((MqttQualityOfServiceLevel)parameters.Qos)
        .WithRetainFlag(parameters.Retain)
        .Build();

    /// <summary>The payload over and over, up to the size.</summary>
    private static byte[] Filled(byte[] payload, int? size)
    {
        if (size is not { } length) return payload;
        var filled = new byte[length];
        for (var i = 0; i < length; i++) filled[i] = payload[i % payload.Length];
        return filled;
    }

    private byte[] Mutated(int number)
    {
        if (parameters.Mutate == 0 || _payload.Length == 0) return _payload;
        var random = SeededRandom.Derive(parameters.Seed, $"mqtt-publish-{number}");
        var bytes = _payload.ToArray();
        // Never the byte that was there.
        for (var i = 0; i < parameters.Mutate; i++) bytes[random.Next(bytes.Length)] ^= (byte)(1 + random.Next(255));
        return bytes;
    }

    private MqttClientOptions Options(IPEndPoint broker) => new MqttClientOptionsBuilder()
        .WithEndPoint(broker)
        .WithProtocolVersion(MqttProtocolVersion.V311)
        .WithClientId(parameters.Client ?? MqttClientId.New())
        .WithCleanSession()
        .Build();

    /// <summary>The messages that came back; others of the topic are not counted.</summary>
    private sealed class Received(int wanted)
    {
        private readonly Lock _gate = new();
        private readonly HashSet<string> _expected = new(StringComparer.Ordinal);
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;

        public int Count
        {
            get
            {
                lock (_gate) return _count;
            }
        }

        public void Expect(byte[] payload)
        {
            lock (_gate) _expected.Add(Convert.ToHexString(payload));
        }

        /// <summary>Until all are there, or no other one has come for this long. Only the limit is thrown.</summary>
        public async Task WaitAsync(TimeSpan quiet, CancellationToken limit)
        {
            var before = -1;
            while (!_all.Task.IsCompleted && Count is var now && now != before)
            {
                before = now;
                await _all.Task.WaitAsync(quiet, limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                limit.ThrowIfCancellationRequested();
            }
        }

        public Task TakeAsync(MqttApplicationMessage message)
        {
            lock (_gate)
            {
                if (_expected.Contains(Convert.ToHexString(message.Payload.ToArray())) && ++_count >= wanted) _all.TrySetResult();
            }
            return Task.CompletedTask;
        }
    }
}
