namespace ChaosService.Service.Sharing;

/// <summary>Something that an instance does for the others, or because of them.</summary>
internal interface IDuty
{
    /// <summary>Works on the current state, not on changes: what fails in one round is done in the next.</summary>
    void Do();
}
