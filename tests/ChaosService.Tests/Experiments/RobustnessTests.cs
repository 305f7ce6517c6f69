using ChaosService.Experiments.Overrides;
using ChaosService.Model.Configuration;
using FsCheck;
using FsCheck.Fluent;

namespace ChaosService.Tests.Experiments;

/// <summary>Whatever a file holds, the loader answers with problems and never with an exception.</summary>
public sealed class RobustnessTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(2000);

    private static readonly string[] Pieces =
    [
        "a: ", "- ", "\n", "\n  ", "[", "]", "{", "}", "&x ", "*x", "<<: ", "'", "\"", "|\n", "? ", ": ", ",", "#", "---\n",
        "%YAML 1.9\n", "\t", "!!int ", "\\U", "~", "@", "é", "1s",
    ];

    [Fact]
    public void Any_sequence_of_YAML_pieces_is_answered() =>
        Check.One(Thorough, Prop.ForAll(Gen.Elements(Pieces).ListOf().Select(string.Concat).ToArbitrary(), IsAnswered));

    [Fact]
    public void Any_text_is_answered() => Check.One(Thorough, Prop.ForAll<string>(text => IsAnswered(text ?? "")));

    [Fact]
    public void Any_change_of_a_valid_file_is_answered()
    {
        var changes = from at in Gen.Choose(0, Sample.Valid.Length - 1)
                      from length in Gen.Choose(0, 12)
                      from piece in Gen.Elements(Pieces)
                      select Sample.Valid[..at] + piece + Sample.Valid[Math.Min(Sample.Valid.Length, at + length)..];
        Check.One(Thorough, Prop.ForAll(changes.ToArbitrary(), IsAnswered));
    }

    [Fact]
    public void Any_override_is_answered()
    {
        var overrides = from path in Gen.Elements(
            "spec", "spec.load[0]", "spec.faults[0].on", "spec.target", "spec.checks[0]", "metadata.labels", "spec.abort.when")
                        from value in Gen.Elements(Pieces).ListOf().Select(string.Concat)
                        select new Override(path, value);
        Check.One(Thorough, Prop.ForAll(
            overrides.ToArbitrary(), change => IsConsistent(Sample.Loader.LoadText("x.yaml", Sample.Valid, [change]))));
    }

    private static bool IsAnswered(string text) => IsConsistent(Sample.Loader.LoadText("x.yaml", text, []));

    private static bool IsConsistent(ChaosService.Experiments.Loading.LoadResult result) =>
        result.Experiment is null == result.Problems.Count > 0 && result.Problems.All(HasPlaceAndFix);

    private static bool HasPlaceAndFix(Problem problem) =>
        problem.Place.Line >= 1 && problem.Place.Column >= 1 && problem.Message.Length > 0 && problem.Fix.Length > 0;
}
