using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Options;

namespace ChaosService.Service.Notifications.Presets;

/// <summary>
/// A kind of receiver: from an event to its request. Pure: the same event, options and time give the same request. A new
/// kind is a class and a line in <c>AllPresets</c>.
/// </summary>
internal interface IPreset
{
    /// <summary>As in the options.</summary>
    string Kind { get; }

    /// <summary>Where such receivers are reached when the options name no address; null: they must.</summary>
    string? DefaultUrl { get; }

    /// <summary>The default events of such a receiver.</summary>
    IReadOnlyList<string> DefaultEvents { get; }

    /// <summary>
    /// Which of the options that not every kind has mean something here: <c>secret</c>, <c>token</c>, <c>repository</c>, <c>dashboard</c>.
    /// </summary>
    IReadOnlyList<string> Uses { get; }

    /// <summary>What is wrong with the options, each beginning with the option's name. None holds a secret.</summary>
    IEnumerable<string> Problems(ReceiverOptions options);

    /// <summary>Null when there is nothing to tell this receiver.</summary>
    /// <param name="to">Valid.</param>
    /// <param name="url">Where it is reached.</param>
    /// <param name="at">When it is sent.</param>
    OutgoingRequest? Write(Notification e, ReceiverOptions to, Uri url, DateTimeOffset at);
}
