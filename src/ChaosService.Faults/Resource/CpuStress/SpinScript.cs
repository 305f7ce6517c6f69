using System.Globalization;

namespace ChaosService.Faults.Resource.CpuStress;

/// <summary>What spins, as a script for <c>/bin/sh</c>.</summary>
internal static class SpinScript
{
    private static readonly TimeSpan Cycle = TimeSpan.FromMilliseconds(100);

    /// <summary>Workers that spin all the time; for a part of it they are stopped for the rest of each cycle.</summary>
    public static string For(CpuStressParameters parameters)
    {
        var start = $"all=; i=0; while [ $i -lt {parameters.Workers} ]; do (while :; do :; done) & all=\"$all $!\"; i=$((i+1)); done";
        return parameters.Load < 1
            ? $"{start}\nwhile :; do sleep {Seconds(parameters.Load)}; kill -STOP $all; sleep {Seconds(1 - parameters.Load)}; "
                + "kill -CONT $all; done"
            : $"{start}\nwait $all";
    }

    private static string Seconds(double share) => (share * Cycle.TotalSeconds).ToString("0.0###", CultureInfo.InvariantCulture);
}
