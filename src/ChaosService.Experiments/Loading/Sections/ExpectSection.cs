using ChaosService.Experiments.Loading.Selectors;
using ChaosService.Model.Configuration;
using ChaosService.Model.Verdicts;

namespace ChaosService.Experiments.Loading.Sections;

/// <summary>Reads <c>expect:</c>, a verdict or a map with the check that must have it.</summary>
internal static class ExpectSection
{
    /// <summary>The engine adds this check to every run, so it may be expected without being listed.</summary>
    private const string AlwaysOn = "assumptions";

    public static Expectation? Read(MapReader spec, Scope scope, CheckSection checks)
    {
        if (spec.Node("expect") is not ConfigMap) return Verdict(spec, "expect") is { } bare ? new Expectation(bare) : null;
        var expect = spec.Map("expect")!;
        expect.Require("verdict", "write 'verdict: invalid'");
        var verdict = Verdict(expect, "verdict");
        var check = expect.Text("check");
        var reference = expect.Text("reference");
        expect.Done();
        if (check is not null && check != AlwaysOn && !checks.Names.Contains(check))
            scope.Problems.Add(expect.PlaceOf("check"), "this check does not run", check,
                $"name one of checks: {string.Join(", ", checks.Names)}{MapReader.Nearest(check, checks.Names)}");
        return verdict is { } v ? new Expectation(v, check, reference) : null;
    }

    private static Outcome? Verdict(MapReader reader, string key) =>
        reader.Choice(key, ["valid", "invalid", "unknown"]) switch
        {
            "valid" => Outcome.Valid,
            "invalid" => Outcome.Invalid,
            "unknown" => Outcome.Unknown,
            _ => null,
        };
}
