using System.Buffers.Binary;
using ChaosService.Proxies.Mqtt.Packets;

namespace ChaosService.Proxies.Mqtt;

/// <summary>A numbered message of ours that arrived.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Took">On its way.</param>
internal readonly record struct ProbeArrival(int Number, TimeSpan Took)
{
    private const int Bytes = sizeof(int) + sizeof(long);

    /// <summary>The payload of a message with this number that is sent now.</summary>
    public static byte[] Numbered(int number, TimeProvider time) => Pair(number, time.GetTimestamp());

    public static ProbeArrival Of(MqttPacket packet, TimeProvider time)
    {
        var (number, sent) = Pair(packet.Payload.Span);
        return new(number, time.GetElapsedTime(sent));
    }

    public static byte[] Write(IEnumerable<ProbeArrival> arrivals) => [.. arrivals.SelectMany(a => Pair(a.Number, a.Took.Ticks))];

    public static IReadOnlyList<ProbeArrival> Read(ReadOnlyMemory<byte> written) =>
        [.. written.ToArray().Chunk(Bytes).Select(a => Pair(a)).Select(a => new ProbeArrival(a.Number, TimeSpan.FromTicks(a.Time)))];

    private static byte[] Pair(int number, long time)
    {
        var bytes = new byte[Bytes];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(sizeof(int)), time);
        return bytes;
    }

    private static (int Number, long Time) Pair(ReadOnlySpan<byte> bytes) =>
        (BinaryPrimitives.ReadInt32BigEndian(bytes), BinaryPrimitives.ReadInt64BigEndian(bytes[sizeof(int)..]));
}
