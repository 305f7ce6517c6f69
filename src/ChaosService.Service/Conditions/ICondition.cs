namespace ChaosService.Service.Conditions;

/// <summary>A part of the service that can be out of order.</summary>
internal interface ICondition
{
    /// <summary>What keeps the service from its work, a sentence; null: nothing.</summary>
    string? Trouble => null;

    /// <summary>What somebody should see to although runs are taken, a sentence each.</summary>
    IReadOnlyList<string> Warnings => [];
}
