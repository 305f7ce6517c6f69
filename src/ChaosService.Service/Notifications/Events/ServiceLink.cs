using ChaosService.Service.Options;

namespace ChaosService.Service.Notifications.Events;

/// <summary>The links of events.</summary>
internal sealed class ServiceLink(ServiceOptions options)
{
    private readonly string _root =
        (options.Notifications.PublicUrl.Length > 0
            ? options.Notifications.PublicUrl
            : $"{(options.Tls.Enabled ? "https" : "http")}://{options.Address}").TrimEnd('/');

    /// <summary>The service itself: the CloudEvents attribute <c>source</c>.</summary>
    public string Source => _root;

    public string To(string path) => $"{_root}/{path}";
}
