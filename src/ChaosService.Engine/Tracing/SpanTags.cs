namespace ChaosService.Engine.Tracing;

/// <summary>What spans say, by name: the table of docs/logs-and-traces.md.</summary>
public static class SpanTags
{
    public const string Run = "chaosservice.run.id";
    public const string Experiment = "chaosservice.experiment";
    public const string Target = "chaosservice.target";
    public const string Seed = "chaosservice.seed";
    public const string Cause = "chaosservice.cause";
    public const string Verdict = "chaosservice.verdict";
    public const string Reason = "chaosservice.reason";
    public const string Window = "chaosservice.window";
    public const string Check = "chaosservice.check";
    public const string Fault = "chaosservice.fault.id";
    public const string FaultKind = "chaosservice.fault.kind";
    public const string FaultNodes = "chaosservice.fault.nodes";
    public const string FaultProven = "chaosservice.fault.proven";
    public const string FaultDetail = "chaosservice.fault.detail";
}
