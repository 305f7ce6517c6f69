using ChaosService.Model.Histories;

namespace ChaosService.Checking.Slo.Figures;

/// <summary>The answers of one probe: those during the load, and the last one after it.</summary>
internal sealed class ProbeTally
{
    public ProbeTally(History history, string name, IReadOnlyList<ProbeReading> readings, TimeSpan settle)
    {
        Name = name;
        var (from, until) = LoadOps.Span(history);
        foreach (var reading in readings)
        {
            if (reading.AskedNs > until) After = reading;
            else if (reading.AskedNs >= from) Count(history, reading, settle.Ticks * 100);
        }
    }

    public string Name { get; }

    public Share Overall;
    public Share Outside;

    public ProbeReading? FirstUnmet { get; private set; }

    public ProbeReading? FirstUnmetOutside { get; private set; }

    /// <summary>The last answer to a question asked after the load; null when there was none.</summary>
    public ProbeReading? After { get; private set; }

    private void Count(History history, ProbeReading reading, long settleNs)
    {
        Overall.Count(reading.Met);
        if (!reading.Met) FirstUnmet ??= reading;
        // From the question to the answer: a fault in between may have delayed it.
        if (history.Faults.Any(f => f.Overlaps(reading.AskedNs - settleNs, reading.TimeNs))) return;
        Outside.Count(reading.Met);
        if (!reading.Met) FirstUnmetOutside ??= reading;
    }
}
