using ChaosService.Service.Options.Texts;

namespace ChaosService.Service.Options.Validation;

/// <summary>What cannot be used in the options of Loki and of the collector.</summary>
internal static class TelemetryProblems
{
    /// <summary>Set by the service itself; another value would hide whose lines these are.</summary>
    private static readonly string[] Taken = ["level", "origin", "run", "node"];

    public static IEnumerable<string> Problems(this LokiOptions loki)
    {
        if (loki.Enabled && AddressProblem(loki.Uri) is { } wrong)
            yield return $"loki.uri: {wrong}: \"{Shown(loki.Uri)}\"; write one, such as http://loki:3100";
        if (!loki.Enabled && (loki.Login.Length > 0 || loki.Tenant.Length > 0))
            yield return "loki.uri: empty, and loki.login or loki.tenant is set; name the server, or set none of them";
        if (loki.Login.Length == 0 && loki.Password.Length > 0)
            yield return "loki.login: empty, and loki.password is set; set both or none";
        if (loki.Password == Secret.Hidden) yield return Printed("loki.password", "the password", "CHAOSSERVICE__LOKI__PASSWORD");
        if (loki.Tenant.Any(c => c is <= ' ' or > '~'))
            yield return $"loki.tenant: not a tenant: \"{loki.Tenant}\"; write visible ASCII characters";
        if (loki.BatchPostingLimit is < 1 or > 50_000)
            yield return $"loki.batchPostingLimit: out of range: \"{loki.BatchPostingLimit}\"; write a whole number from 1 to 50000";
        if (loki.QueueLimit < loki.BatchPostingLimit || loki.QueueLimit > 10_000_000)
            yield return $"loki.queueLimit: out of range: \"{loki.QueueLimit}\"; write a whole number from "
                + $"loki.batchPostingLimit to 10000000";
        if (loki.QueueBytes.Bytes is < 1 << 20 or > 1L << 30)
            yield return $"loki.queueBytes: out of range: \"{loki.QueueBytes}\"; write a size from 1MiB to 1GiB";
        if (loki.Period < TimeSpan.FromMilliseconds(10) || loki.Period > TimeSpan.FromMinutes(1))
            yield return $"loki.period: out of range: \"{loki.Period}\"; write a duration from 10ms to 1m";
        var labels = PairText.Parse(loki.Labels);
        if (labels is null)
            yield return $"loki.labels: not labels: \"{loki.Labels}\"; write name=value pairs with commas between them, each name once";
        foreach (var (name, _) in labels ?? [])
        {
            if (!LabelName.IsOne(name))
                yield return $"loki.labels: not the name of a label: \"{name}\"; use letters, digits and '_', and begin with a letter";
            if (Taken.Contains(name)) yield return $"loki.labels: the service sets \"{name}\" itself; use another name";
        }
    }

    public static IEnumerable<string> Problems(this OtlpOptions otlp)
    {
        if (otlp.Enabled && AddressProblem(otlp.Endpoint) is { } wrong)
            yield return $"otlp.endpoint: {wrong}: \"{Shown(otlp.Endpoint)}\"; write one, such as http://collector:4317";
        if (!otlp.Enabled && (otlp.Metrics || otlp.Logs))
            yield return "otlp.endpoint: empty, and otlp.metrics or otlp.logs is on; name the collector";
        if (otlp.Headers == Secret.Hidden) yield return Printed("otlp.headers", "the headers", "CHAOSSERVICE__OTLP__HEADERS");
        else if (PairText.Parse(otlp.Headers) is null)
            yield return "otlp.headers: not headers; write name=value pairs with commas between them, each name once";
    }

    private static string? AddressProblem(string text) =>
        !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0
            ? "not an http or https address"
        : uri.UserInfo.Length > 0 ? "an address must not hold a password, which would be printed"
        : null;

    private static string Shown(string uri) => Uri.TryCreate(uri, UriKind.Absolute, out var parsed)
        && parsed.UserInfo.Length > 0 ? uri.Replace(parsed.UserInfo, Secret.Hidden, StringComparison.Ordinal) : uri;

    private static string Printed(string option, string what, string variable) =>
        $"{option}: \"{Secret.Hidden}\" is what `chaosctl config` prints in its place; write {what}, best as {variable}";
}
