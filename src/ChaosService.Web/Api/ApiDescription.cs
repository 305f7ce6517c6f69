using ChaosService.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace ChaosService.Web.Api;

/// <summary><c>/openapi/v1.json</c>: the endpoints' own descriptions, and what they all have in common.</summary>
internal static class ApiDescription
{
    private const string Path = "/openapi/v1.json";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "ChaosService";
            document.Info.Description = "Experiments that break database clusters under load, and what happened.";
            // The address from which the description was requested is the address of the service.
            document.Servers = [];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(AddProblemAsync);
    });

    public static IEndpointConventionBuilder MapApiDescription(this IEndpointRouteBuilder app) => app.MapOpenApi(Path);

    /// <summary>Every refusal has the same format, whatever its status.</summary>
    private static async Task AddProblemAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        var document = context.Document!;
        document.AddComponent(nameof(ProblemReply), await context.GetOrCreateSchemaAsync(typeof(ProblemReply), null, stop));
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "What is wrong, where, and what to do instead.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemReply), document) },
            },
        };
    }
}
