using ChaosService.Model.Configuration;

namespace ChaosService.Service.Options;

/// <summary>A Grafana Loki that gets every line of the service's log, and what the nodes of targets logged during runs.</summary>
internal sealed record LokiOptions
{
    /// <summary>The server: <c>http://loki:3100</c>. Empty: none.</summary>
    public string Uri { get; init; } = "";

    /// <summary>Sent as <c>X-Scope-OrgID</c>. Empty: none.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>For basic authentication. Empty: none.</summary>
    public string Login { get; init; } = "";

    /// <summary>Best set as CHAOSSERVICE__LOKI__PASSWORD.</summary>
    [Secret]
    public string Password { get; init; } = "";

    /// <summary>Labels of every stream, separated by commas: <c>env=staging, team=storage</c>.</summary>
    public string Labels { get; init; } = "";

    /// <summary>Whether nodes' logs are sent, too.</summary>
    public bool NodeLogs { get; init; } = true;

    /// <summary>Lines of a push.</summary>
    public int BatchPostingLimit { get; init; } = 1000;

    /// <summary>The longest that a line waits for others.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Lines that are buffered while Loki does not accept them; further ones are dropped and counted.</summary>
    public int QueueLimit { get; init; } = 100_000;

    /// <summary>The same in memory.</summary>
    public ByteSize QueueBytes { get; init; } = new(16 << 20);

    public bool Enabled => Uri.Length > 0;

    /// <summary>A record would print its password.</summary>
    public override string ToString() => Enabled ? $"Loki at {Uri}" : "no Loki";
}
