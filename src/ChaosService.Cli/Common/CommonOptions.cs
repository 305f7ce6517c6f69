using System.CommandLine;
using System.Globalization;

namespace ChaosService.Cli.Common;

/// <summary>Options that several commands share. Each command gets its own instances: an option belongs to one command.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document instead of text." };

    /// <summary>Text, so that an invalid seed gets our message, with exit code 65, like one in the file.</summary>
    public static Option<string?> Seed() =>
        new("--seed") { Description = "Whole number that decides everything random. Default: the file's, otherwise drawn and printed." };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "Override a value of the file, such as spec.duration=30s or spec.load[0].rate=100/s. May be repeated.",
        DefaultValueFactory = _ => [],
    };

    public static Option<int?> Window() =>
        WholeNumber("--window", "Of a soak this one window, counted from 1. Short for --set spec.soak.only=N.");

    /// <summary>A number of at least 1; anything else is refused with our own message.</summary>
    public static Option<int?> WholeNumber(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0) return number;
            result.AddError($"{name}: not a whole number from 1 on: \"{text}\"; write one, such as 5");
            return null;
        },
    };

    /// <summary>The overrides including that of <see cref="Window"/>.</summary>
    public static string[] WithWindow(string[] sets, int? window) => window is { } index ? [.. sets, $"spec.soak.only={index}"] : sets;

    public static Option<string> State() => new("--state")
    {
        Description = "Directory of the fault journal and of volumes. Default: $CHAOSSERVICE_STATE or /var/lib/chaosservice.",
        DefaultValueFactory = _ => Service.Options.Locations.DefaultState,
    };

    public static Argument<string> ExperimentFile() => new("FILE") { Description = "Experiment file (YAML)." };
}
