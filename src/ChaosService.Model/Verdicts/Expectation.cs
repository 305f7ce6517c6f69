namespace ChaosService.Model.Verdicts;

/// <summary>
/// The expected verdict of an experiment: <c>expect: invalid</c>, or with the check that must say so and a reference for why.
/// When it is met the run exits 0, whatever the verdict.
/// </summary>
/// <param name="Check">The check that must give this verdict; null: the run as a whole.</param>
/// <param name="Reference">A published finding this reproduces, such as <c>etcd-io/etcd#20418</c>.</param>
public sealed record Expectation(Outcome Verdict, string? Check = null, string? Reference = null);
