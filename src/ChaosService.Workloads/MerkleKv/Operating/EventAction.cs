using System.Security.Cryptography;
using System.Text;
using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.KeyValue;
using ChaosService.Workloads.Actions.Mqtt;
using ChaosService.Workloads.MerkleKv.Changes;

namespace ChaosService.Workloads.MerkleKv.Operating;

/// <summary>A repetition publishes the same event, time and id included: only then does it show that the nodes apply it once.</summary>
internal sealed class EventAction(EventParameters parameters, ICluster cluster, string keyPrefix, TimeProvider time) : IAction
{
    private const int OpIdBytes = 16;

    private MqttPublishAction? _publishing;

    public async Task<ActionAnswer> ActAsync(CancellationToken limit)
    {
        _publishing ??= new MqttPublishAction(Message(), cluster);
        var answer = await _publishing.ActAsync(limit);
        return answer with { Evidence = $"{parameters}: {answer.Evidence}" };
    }

    private MqttPublishParameters Message()
    {
        var timestamp = parameters.Timestamp ?? Nanoseconds(time.GetUtcNow() + parameters.Offset);
        var drawn = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{timestamp} {parameters}")).AsSpan(0, OpIdBytes));
        var change = new ChangeEvent(
            parameters.OpId + drawn[parameters.OpId.Length..], timestamp, parameters.Source, parameters.Op, keyPrefix + parameters.Key,
            parameters.Value);
        return new MqttPublishParameters(
            parameters.Node, parameters.Port, ChangeTopic.Of(parameters.Topic, cluster.Definition),
            Convert.ToHexStringLower(ChangeEncoder.Write(change)), Count: 1, Qos: 1, Retain: false,
            Mutate: 0, Seed: 1, Size: null, Client: null);
    }

    private static ulong Nanoseconds(DateTimeOffset at) => (ulong)Math.Max(0, (at - DateTimeOffset.UnixEpoch).Ticks) * 100;
}
