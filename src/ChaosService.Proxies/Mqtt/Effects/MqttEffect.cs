using System.Text.Json.Serialization;

namespace ChaosService.Proxies.Mqtt.Effects;

/// <summary>What happens to a message. The values come from the plan.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "name")]
[JsonDerivedType(typeof(DropEffect), "drop")]
[JsonDerivedType(typeof(DelayEffect), "delay")]
[JsonDerivedType(typeof(DuplicateEffect), "duplicate")]
[JsonDerivedType(typeof(ReorderEffect), "reorder")]
internal abstract record MqttEffect;

/// <summary>It is lost, and its sender is told that it arrived: what a broker that loses messages does.</summary>
internal sealed record DropEffect : MqttEffect
{
    public override string ToString() => "lost";
}

/// <summary>It arrives later; messages that are not chosen overtake it.</summary>
internal sealed record DelayEffect(TimeSpan Delay) : MqttEffect
{
    public override string ToString() => $"{Delay.TotalMilliseconds:0.#} ms late";
}

/// <summary>It arrives more than once, each time as a message of its own.</summary>
/// <param name="Copies">Besides the first.</param>
internal sealed record DuplicateEffect(int Copies) : MqttEffect
{
    public override string ToString() => Copies == 1 ? "twice" : $"{Copies + 1} times";
}

/// <summary>So many arrive in another order, drawn from the seed, or fewer when no more come in time.</summary>
/// <param name="Group">At least 2.</param>
internal sealed record ReorderEffect(int Group) : MqttEffect
{
    /// <summary>The time that the first of a group waits for the others.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMilliseconds(500);

    public override string ToString() => $"in another order, {Group} at a time";
}
