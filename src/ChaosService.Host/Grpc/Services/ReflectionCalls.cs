using ChaosService.Contracts.GrpcReflection.V1;
using ChaosService.Host.Grpc.Protocol;

namespace ChaosService.Host.Grpc.Services;

/// <summary>Tells tools such as grpcurl what there is to call. v1 and v1alpha have the same messages under two names, so the first serves both.</summary>
internal sealed class ReflectionCalls(DescribedFiles described)
{
    public async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream, IServerStreamWriter<ServerReflectionResponse> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken)) await responseStream.WriteAsync(Answer(requestStream.Current), context.CancellationToken);
    }

    private ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = new ServerReflectionResponse { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case ServerReflectionRequest.MessageRequestOneofCase.ListServices:
                response.ListServicesResponse = new() { Service = { described.Services.Select(s => new ServiceResponse { Name = s.FullName }) } };
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileByFilename:
                Describe(response, described.File(request.FileByFilename), request.FileByFilename);
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol:
                Describe(response, described.FileOf(request.FileContainingSymbol), request.FileContainingSymbol);
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType when described.FileOf(request.AllExtensionNumbersOfType) is not null:
                // Nothing here is extended.
                response.AllExtensionNumbersResponse = new() { BaseTypeName = request.AllExtensionNumbersOfType };
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.None:
                Refuse(response, StatusCode.InvalidArgument, "the request asks for nothing");
                break;
            default:
                Refuse(response, StatusCode.NotFound, "there is no such extension or type here");
                break;
        }
        return response;
    }

    private static void Describe(ServerReflectionResponse response, Google.Protobuf.Reflection.FileDescriptor? file, string asked)
    {
        if (file is null) Refuse(response, StatusCode.NotFound, $"'{asked}' is not known here");
        else response.FileDescriptorResponse = new() { FileDescriptorProto = { DescribedFiles.WithDependencies(file).Select(f => f.SerializedData) } };
    }

    private static void Refuse(ServerReflectionResponse response, StatusCode code, string message) =>
        response.ErrorResponse = new() { ErrorCode = (int)code, ErrorMessage = message };
}
