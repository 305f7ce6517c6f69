using System.Globalization;
using ChaosService.Engine.Retention;
using ChaosService.Model.Configuration;

namespace ChaosService.Service.Options.Texts;

/// <summary>Reads the limits per label: <c>suite=nightly: age 90d, count 200; team=storage: bytes 2GiB</c>.</summary>
internal static class RetentionRuleText
{
    private const string Place = "retention.rules";
    private const StringSplitOptions Tidy = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    /// <summary>Adds every problem; the rules are whole only when there is none.</summary>
    public static IReadOnlyList<RetentionRule> Parse(string text, List<string> problems)
    {
        var rules = new List<RetentionRule>();
        foreach (var part in text.Split(';', Tidy))
        {
            if (part.Split(':', 2, StringSplitOptions.TrimEntries) is not [var label, { Length: > 0 } parts]
                || label.Split('=', 2) is not [{ Length: > 0 } name, { Length: > 0 } value])
            {
                problems.Add(
                    $"{Place}: not a rule: \"{part}\"; write label=value: limit, limit, such as suite=nightly: age 90d, count 200");
                continue;
            }
            var rule = parts.Split(',', Tidy).Aggregate(new RetentionRule(name, value), (r, limit) => With(r, limit, problems));
            if (rules.Any(r => r.ToString() == rule.ToString()))
                problems.Add($"{Place}: a second rule for \"{rule}\", which would never hold; put both into one");
            rules.Add(rule);
        }
        return rules;
    }

    private static RetentionRule With(RetentionRule rule, string limit, List<string> problems)
    {
        var (name, text) = limit.Split(' ', 2, Tidy) is [var n, var t] ? (n, t) : (limit, "");
        switch (name)
        {
            case "age" when Duration(text, out var age): return rule with { Age = age };
            case "invalidAge" when Duration(text, out var age): return rule with { InvalidAge = age };
            case "unjudgedAge" when Duration(text, out var age): return rule with { UnjudgedAge = age };
            case "count" when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count):
                return rule with { Count = count };
            case "bytes" when Quantity.TryBytes(text, out var bytes): return rule with { Bytes = bytes };
        }
        var fix = name switch
        {
            "age" or "invalidAge" or "unjudgedAge" => Quantity.DurationFix,
            "count" => "write a whole number",
            "bytes" => Quantity.BytesFix,
            _ => "known limits: age, invalidAge, unjudgedAge, count, bytes",
        };
        problems.Add($"{Place}: wrong limit of {rule}: \"{limit}\"; {fix}");
        return rule;
    }

    private static bool Duration(string text, out TimeSpan value) => Quantity.TryDuration(text, out value) && value > TimeSpan.Zero;
}
