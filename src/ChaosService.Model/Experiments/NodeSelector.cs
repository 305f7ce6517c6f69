namespace ChaosService.Model.Experiments;

/// <summary>How a fault's nodes are chosen, and when: by the plan, or for a role at injection.</summary>
public enum SelectorKind
{
    Names,

    /// <summary>The nodes that have the role when the fault is injected.</summary>
    Role,

    /// <summary>Drawn from the seed when planning.</summary>
    Random,

    /// <summary>The largest minority of the group, drawn from the seed.</summary>
    Minority,

    /// <summary>The smallest majority of the group, drawn from the seed.</summary>
    Majority,
    All,
}

/// <summary>The nodes of a fault, as the experiment selects them.</summary>
/// <param name="Names">For <see cref="SelectorKind.Names"/>; empty otherwise.</param>
/// <param name="Role">For <see cref="SelectorKind.Role"/>; null otherwise.</param>
/// <param name="Count">For <see cref="SelectorKind.Random"/>, and how many of a role (0: all nodes that have it).</param>
/// <param name="Group">The group to choose from; null: the first, which is the database itself.</param>
public sealed record NodeSelector(SelectorKind Kind, IReadOnlyList<string> Names, string? Role = null, int Count = 0, string? Group = null);
