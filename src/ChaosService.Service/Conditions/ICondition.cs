namespace ChaosService.Service.Conditions;

/// <summary>A part of the service that can fail.</summary>
internal interface ICondition
{
    /// <summary>Why the service cannot work, a sentence; null: it can.</summary>
    string? Trouble => null;

    /// <summary>Problems that need attention although runs are accepted, a sentence each.</summary>
    IReadOnlyList<string> Warnings => [];
}
