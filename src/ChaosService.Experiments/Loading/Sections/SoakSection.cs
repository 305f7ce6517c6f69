using ChaosService.Experiments.Loading.Selectors;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;

namespace ChaosService.Experiments.Loading.Sections;

/// <summary>Reads <c>soak:</c>, which divides the duration into windows.</summary>
internal static class SoakSection
{
    private const int KeepDefault = 3;
    private const int EvidenceDefault = 10;
    private const int KeptMax = 1000;

    /// <summary>Each window leaves a directory and a line in the report.</summary>
    internal const int WindowsMax = 20_000;

    public static SoakSpec? Read(MapReader spec, Scope scope)
    {
        if (spec.Map("soak") is not { } soak) return null;
        soak.Require("window", "say how long each window's load runs, such as 'window: 10m'");
        var window = scope.Positive(soak, "window", Scope.StretchMax);
        var keep = (int)(soak.Integer("keep", 0, KeptMax) ?? KeepDefault);
        var evidence = (int)(soak.Integer("evidence", 1, KeptMax) ?? EvidenceDefault);
        var stop = soak.Choice("stopOn", ["never", "invalid"]) == "invalid" ? SoakStop.Invalid : SoakStop.Never;
        var windows = window is { } w && scope.Duration is { } whole ? (long)Math.Clamp(whole / w, 1, WindowsMax) : WindowsMax;
        var only = soak.Integer("only", 1, windows);
        soak.Done();
        if (window is not { } length) return null;
        if (scope.Duration is { } duration) ReportLength(soak, scope, length, duration);
        return new SoakSpec(length, keep, evidence, stop, (int?)only);
    }

    private static void ReportLength(MapReader soak, Scope scope, TimeSpan window, TimeSpan duration)
    {
        if (duration.Ticks % window.Ticks != 0)
        {
            var fewer = duration / window < 1 ? "" : $"{Quantity.Format(window * Math.Floor(duration / window))} or ";
            scope.Problems.Add(
                soak.PlaceOf("window"), $"the duration of {Quantity.Format(duration)} is no whole number of windows", soak.Text("window"),
                $"write 'duration: {fewer}{Quantity.Format(window * Math.Ceiling(duration / window))}', or another 'window'");
        }
        else if (duration / window > WindowsMax)
            scope.Problems.Add(
                soak.PlaceOf("window"), $"this makes more than {WindowsMax:#,0} windows", soak.Text("window"),
                $"write '{Quantity.Format(duration / WindowsMax)}' or longer");
    }
}
