namespace ChaosService.Model.Experiments;

/// <summary>What to do when the target of a triggered run is in use.</summary>
public enum Concurrency
{
    /// <summary>Refuse the new run.</summary>
    Forbid,

    /// <summary>Wait in the bounded queue.</summary>
    Queue,

    /// <summary>Abort the run that has the target, then start the new one.</summary>
    Replace,
}
