namespace ChaosService.Model.Histories;

/// <summary>
/// What is known about an op. Invoke: it began. Then exactly one of Ok (it happened), Fail (it certainly did not happen), Info
/// (unknown: every timeout, every connection broken after sending, every server error that does not prove otherwise).
/// </summary>
public enum OpType : byte
{
    Invoke,
    Ok,
    Fail,
    Info,
}
