namespace ChaosService.Contracts;

/// <summary>Can the service take runs?</summary>
/// <param name="Status"><c>ready</c>, <c>halted</c> or <c>troubled</c>.</param>
/// <param name="Troubles">What is wrong, a sentence each.</param>
/// <param name="Warnings">Problems that need attention although runs are accepted, a sentence each.</param>
public sealed record HealthReply(string Status, int Running, int Queued, IReadOnlyList<string> Troubles, IReadOnlyList<string> Warnings);
