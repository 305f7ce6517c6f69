using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using ChaosService.Contracts;
using ChaosService.Service.Events;

namespace ChaosService.Web.Api.Events;

/// <summary>Events in the format of server-sent events.</summary>
internal static class SseFrames
{
    /// <summary>The frame of each event, made once for all of its readers and kept for as long as the event is.</summary>
    private static readonly ConditionalWeakTable<KeptEvent, byte[]> Made = [];

    /// <summary>A comment that keeps the stream alive.</summary>
    public static byte[] Alive { get; } = ": alive\n\n"u8.ToArray();

    public static byte[] Of(KeptEvent kept) => Made.GetValue(kept, static e => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"id: {e.Id}\n{Body(e.Type, e.Data)}")));

    public static byte[] Gap(long missed) => Encoding.UTF8.GetBytes(Body(RunEventTypes.Gap, new GapData(missed)));

    private static string Body(string type, object data) =>
        $"event: {type}\ndata: {JsonSerializer.Serialize(data, data.GetType(), WireJson.Options)}\n\n";
}
