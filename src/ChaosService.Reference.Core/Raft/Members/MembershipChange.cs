namespace ChaosService.Reference.Core.Raft.Members;

/// <summary>
/// A step from one membership to the next. It changes at most one voter, so that any majority before it and any after it have a server in
/// common (Ongaro's thesis, 4.1).
/// </summary>
internal readonly record struct MembershipChange(ChangeKind Kind, uint Server);
