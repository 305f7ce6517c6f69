namespace ChaosService.Service.Sharing;

/// <summary>Something that an instance does for the others, or because of them.</summary>
internal interface IDuty
{
    /// <summary>Looks at how things stand, not at what changed: what one round could not do the next one does.</summary>
    void Do();
}
