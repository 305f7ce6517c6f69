namespace Serilog.Sinks.Grafana.Loki;

/// <summary>For basic authentication.</summary>
internal sealed record LokiCredentials
{
    public required string Login { get; init; }

    public string Password { get; init; } = "";

    /// <summary>A record would print its password.</summary>
    public override string ToString() => Login;
}
