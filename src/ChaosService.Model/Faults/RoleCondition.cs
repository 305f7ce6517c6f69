namespace ChaosService.Model.Faults;

/// <summary>A fault begins only if this holds when its time has come; otherwise it is skipped.</summary>
/// <param name="Node">The node that must have the role; null: every node of the fault.</param>
public sealed record RoleCondition(string Role, string? Node)
{
    /// <summary>As <c>etcd1 is leader</c>.</summary>
    public override string ToString() => $"{Node ?? "every node of it"} is {Role}";
}
