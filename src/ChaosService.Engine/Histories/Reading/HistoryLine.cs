using ChaosService.Model.Histories;

namespace ChaosService.Engine.Histories.Reading;

/// <summary>
/// One line, parsed. An op, unless <see cref="Fault"/>, <see cref="Sample"/>, <see cref="Carried"/>, <see cref="Probe"/>,
/// <see cref="Action"/>, <see cref="Observed"/>, <see cref="RunWord"/> or <see cref="IsRemark"/> is set.
/// </summary>
internal struct HistoryLine
{
    /// <summary>As written; -1 when the line has none.</summary>
    public int Index;

    public OpEvent Op;

    public FaultEvent? Fault;

    public ResourceSample? Sample;

    public CarriedRead? Carried;

    public ProbeReading? Probe;

    public ActionEvent? Action;

    public Observation? Observed;

    /// <summary>The <c>f</c> of a line of the process <c>run</c>.</summary>
    public string? RunWord;

    /// <summary>The number of events that a line of the process <c>run</c> reports missing.</summary>
    public long Dropped;

    /// <summary>A step of another tool's nemesis, with its own format: ignored.</summary>
    public bool IsRemark;
}
