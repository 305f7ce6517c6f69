using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Notifications.Presets;
using ChaosService.Service.Options;
using ChaosService.Service.Options.Texts;

namespace ChaosService.Service.Notifications.Receivers;

/// <summary>A receiver of events.</summary>
/// <param name="options">Valid.</param>
internal sealed class Receiver(string name, ReceiverOptions options)
{
    private readonly IPreset _preset = AllPresets.Find(options.Kind)!;
    private readonly string[] _secrets = Secrets(options);
    private readonly EventFilter _filter = new(options, AllPresets.Find(options.Kind)!.DefaultEvents);

    public string Name => name;

    public string Kind => options.Kind;

    /// <summary>All of the address that may be shown.</summary>
    public string Host => Url.Authority;

    public IReadOnlyList<string> Types => _filter.Types;

    private Uri Url { get; } = new(options.Url.Length > 0 ? options.Url : AllPresets.Find(options.Kind)!.DefaultUrl!);

    /// <summary>Whether it may get events of the type at all.</summary>
    public bool TakesType(string type) => _filter.TakesType(type);

    /// <summary>Faults that could not be reverted go to every receiver.</summary>
    public bool Takes(Notification e) => (e.Always || _filter.Passes(e)) && Write(e, e.At) is not null;

    /// <summary>Null when there is nothing to tell this receiver.</summary>
    public OutgoingRequest? Write(Notification e, DateTimeOffset at) => _preset.Write(e, options, Url, at);

    /// <summary>Without what a receiver may have repeated to us: its address and the parts of it, tokens, secrets.</summary>
    public string Hide(string text) =>
        _secrets.Aggregate(text, (hidden, secret) => hidden.Replace(secret, Secret.Hidden, StringComparison.OrdinalIgnoreCase));

    private static string[] Secrets(ReceiverOptions options)
    {
        const int LengthMin = 6;
        var words = new[] { options.Url, options.Token, options.Secret }.Concat(options.Secret.Split(' '));
        if (options.Url.Length > 0) words = words.Concat(new Uri(options.Url).PathAndQuery.Split('/', '?', '&', '='));
        // The longest first: one may be a part of another.
        return [.. words.Where(w => w.Length >= LengthMin).Distinct().OrderByDescending(w => w.Length)];
    }
}
