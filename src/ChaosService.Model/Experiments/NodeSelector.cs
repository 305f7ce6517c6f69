namespace ChaosService.Model.Experiments;

/// <summary>How a fault's nodes are chosen, and when: by the plan, or for a role at injection.</summary>
public enum SelectorKind
{
    Names,

    /// <summary>Whoever has the role when the fault is injected.</summary>
    Role,

    /// <summary>Drawn from the seed when planning.</summary>
    Random,

    /// <summary>Fewer than half of the group, as many as can be: drawn from the seed.</summary>
    Minority,

    /// <summary>More than half of the group, as few as can be: drawn from the seed.</summary>
    Majority,
    All,
}

/// <summary>Which nodes a fault is for, as the experiment says it.</summary>
/// <param name="Names">For <see cref="SelectorKind.Names"/>; empty otherwise.</param>
/// <param name="Role">For <see cref="SelectorKind.Role"/>; null otherwise.</param>
/// <param name="Count">For <see cref="SelectorKind.Random"/>, and how many of a role (0: all that have it).</param>
/// <param name="Group">The group to choose from; null: the first, which is the database itself.</param>
public sealed record NodeSelector(SelectorKind Kind, IReadOnlyList<string> Names, string? Role = null, int Count = 0, string? Group = null);
