using System.Net;
using ChaosService.Service.Notifications.Receivers;
using ChaosService.Service.Options.Texts;
using Microsoft.Extensions.Options;

namespace ChaosService.Service.Options.Validation;

/// <summary>Names every option whose value cannot be used, and what would be right.</summary>
internal sealed class ServiceOptionsValidator : IValidateOptions<ServiceOptions>
{
    public ValidateOptionsResult Validate(string? name, ServiceOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(ServiceOptions options)
    {
        if (!IPEndPoint.TryParse(options.Address, out var endpoint) || !options.Address.Contains(':', StringComparison.Ordinal)
            || endpoint.ToString() != options.Address)
            yield return $"address: not an address and port: \"{options.Address}\"; write one, such as 127.0.0.1:7070 or [::1]:7070";
        if (options.State.Length == 0) yield return "state: empty; name a directory, such as /var/lib/chaosservice";
        if (Outside(options.QueueLimit, 1, 10_000)) yield return Range("queueLimit", options.QueueLimit, 1, 10_000);
        if (Outside(options.ParallelRuns, 1, 16)) yield return Range("parallelRuns", options.ParallelRuns, 1, 16);
        if (Outside(options.BodyLimitKib, 1, 65_536)) yield return Range("bodyLimitKib", options.BodyLimitKib, 1, 65_536);
        if (options.FinishLimit <= TimeSpan.Zero || options.FinishLimit > TimeSpan.FromDays(7))
            yield return $"finishLimit: out of range: \"{options.FinishLimit}\"; write a duration above zero and up to 7d";
        foreach (var problem in options.Retention.Problems()) yield return problem;
        foreach (var problem in options.Notifications.Problems()) yield return problem;
        foreach (var problem in options.Metrics.Problems()) yield return problem;
        foreach (var problem in Problems(options.Tls)) yield return problem;
        foreach (var problem in options.Loki.Problems().Concat(options.Otlp.Problems())) yield return problem;
        foreach (var problem in options.Store.Problems()) yield return problem;
    }

    /// <summary>What can be said without opening the files, which is done at the start.</summary>
    private static IEnumerable<string> Problems(TlsOptions tls)
    {
        if (!tls.Enabled && (tls.Key.Length > 0 || tls.Password.Length > 0))
            yield return "tls.certificate: empty, and tls.key or tls.password is set; name the certificate's file, or set none "
                + "of the three";
        if (tls.Password == Secret.Hidden)
            yield return $"tls.password: \"{Secret.Hidden}\" is what `chaosctl config` prints in its place; write the password, best as "
                + $"CHAOSSERVICE__TLS__PASSWORD";
    }

    private static bool Outside(int value, int min, int max) => value < min || value > max;

    private static string Range(string name, int value, int min, int max) =>
        $"{name}: out of range: \"{value}\"; write a whole number from {min} to {max}";
}
