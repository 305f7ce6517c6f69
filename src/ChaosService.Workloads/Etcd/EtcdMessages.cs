using System.Text.Json.Serialization;

namespace ChaosService.Workloads.Etcd;

// The messages of etcd's v3 API as its HTTP gateway writes them: bytes in base64, 64-bit integers as strings, default values left out.

internal sealed record PutRequest(byte[] Key, byte[] Value);

internal sealed record PutResponse;

/// <param name="RangeEnd">The first key after the range; null: the one key.</param>
/// <param name="Serializable">Answered from the member's own state, which may be stale.</param>
internal sealed record RangeRequest(byte[] Key, byte[]? RangeEnd = null, bool Serializable = false, bool KeysOnly = false);

internal sealed record RangeResponse(KeyValue[]? Kvs);

/// <param name="ModRevision">That of the last change, of the whole cluster.</param>
internal sealed record KeyValue(byte[] Key, byte[]? Value, long ModRevision = 0);

internal sealed record TxnRequest(Compare[] Compare, TxnOperation[] Success);

/// <summary>Equal to a value, or last changed by a revision, or, with <paramref name="CreateRevision"/> 0, absent.</summary>
/// <param name="ModRevision">0: absent as well.</param>
internal sealed record Compare(byte[] Key, string Target, byte[]? Value = null, long? CreateRevision = null, long? ModRevision = null);

/// <summary>One of the two.</summary>
internal sealed record TxnOperation(PutRequest? RequestPut = null, RangeRequest? RequestRange = null);

/// <param name="Responses">One for each operation.</param>
internal sealed record TxnResponse(bool Succeeded, TxnAnswer[]? Responses = null);

/// <param name="ResponseRange">Null for a put.</param>
internal sealed record TxnAnswer(RangeResponse? ResponseRange);

internal sealed record StatusRequest;

/// <param name="Leader">A member's id; 0: none.</param>
/// <param name="RaftTerm">The only field that is camel case in etcd's own definition.</param>
internal sealed record StatusResponse(ResponseHeader? Header, ulong Leader, [property: JsonPropertyName("raftTerm")] ulong RaftTerm);

/// <summary>The part of <c>/debug/vars</c> that is used. Null while the member has no Raft yet.</summary>
internal sealed record DebugVars([property: JsonPropertyName("raft.status")] RaftStatus? Raft);

/// <param name="Id">In hexadecimal, as all ids here.</param>
/// <param name="Lead">The leader of this term, as far as the member knows.</param>
internal sealed record RaftStatus(string Id, long Term, string Lead)
{
    public const string Nobody = "0";
}

internal sealed record ResponseHeader(ulong MemberId);

internal sealed record ErrorResponse(string? Error, string? Message, int Code);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PutRequest))]
[JsonSerializable(typeof(PutResponse))]
[JsonSerializable(typeof(RangeRequest))]
[JsonSerializable(typeof(RangeResponse))]
[JsonSerializable(typeof(TxnRequest))]
[JsonSerializable(typeof(TxnResponse))]
[JsonSerializable(typeof(StatusRequest))]
[JsonSerializable(typeof(StatusResponse))]
[JsonSerializable(typeof(DebugVars))]
[JsonSerializable(typeof(ErrorResponse))]
internal sealed partial class EtcdJson : JsonSerializerContext;
