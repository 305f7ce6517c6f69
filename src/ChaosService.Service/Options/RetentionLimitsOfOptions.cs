using ChaosService.Engine.Retention;
using ChaosService.Service.Options.Texts;

namespace ChaosService.Service.Options;

internal static class RetentionLimitsOfOptions
{
    /// <summary>Of options that were validated.</summary>
    public static RetentionLimits Limits(this RetentionOptions options) => new()
    {
        Age = options.Age,
        InvalidAge = options.InvalidAge,
        UnjudgedAge = options.UnjudgedAge,
        Count = options.Count,
        Bytes = options.Bytes.Bytes,
        KeepLast = options.KeepLast,
        Rules = RetentionRuleText.Parse(options.Rules, []),
    };

    public static IEnumerable<string> Problems(this RetentionOptions options)
    {
        (string Name, TimeSpan Value)[] ages =
            [("age", options.Age), ("invalidAge", options.InvalidAge), ("unjudgedAge", options.UnjudgedAge)];
        foreach (var (name, value) in ages.Where(a => a.Value <= TimeSpan.Zero || a.Value > TimeSpan.FromDays(36_500)))
            yield return $"retention.{name}: out of range: \"{value}\"; write a duration above zero and up to 36500d";
        if (options.Count < 1) yield return $"retention.count: out of range: \"{options.Count}\"; write a whole number above zero";
        if (options.Bytes.Bytes < 1 << 20)
            yield return $"retention.bytes: out of range: \"{options.Bytes}\"; write a size of at least 1MiB";
        if (options.KeepLast is < 0 or > 1000)
            yield return $"retention.keepLast: out of range: \"{options.KeepLast}\"; write a whole number from 0 to 1000";
        List<string> rules = [];
        RetentionRuleText.Parse(options.Rules, rules);
        foreach (var problem in rules) yield return problem;
    }
}
