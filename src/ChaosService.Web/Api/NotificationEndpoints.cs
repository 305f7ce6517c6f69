using ChaosService.Contracts;
using ChaosService.Engine.Store.Notifications;
using ChaosService.Engine.Tokens;
using ChaosService.Service.Notifications.Delivery;
using ChaosService.Service.Replies;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Api.Reading;
using ChaosService.Web.Api.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChaosService.Web.Api;

/// <summary><c>/notifications</c>: the receivers of events, failed deliveries, and their repetition.</summary>
internal static class NotificationEndpoints
{
    public static void MapNotifications(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/notifications").WithTags("notifications");
        group.MapGet("/", (NotificationDesk desk) => Results.Ok(new NotificationsReply(desk.Receivers()))).Produces<NotificationsReply>()
            .WithSummary("The receivers, and how it goes with each.");
        group.MapGet("/deliveries", List).Produces<DeliveryListReply>()
            .WithSummary("What was, is and could not be told, the newest first. ?state=dead: the dead letters.");
        group.MapPost("/deliveries/{id}/resend", ResendAsync).Produces(204).RequireRole(Role.Operator)
            .WithSummary("Sends a dead letter again.");
        group.MapPost("/deliveries/{id}/delete", DeleteAsync).Produces(204).RequireRole(Role.Operator)
            .WithSummary("Forgets a dead letter.");
        group.MapPost("/resend", ResendAllAsync).Produces<ResendReply>().RequireRole(Role.Operator)
            .WithSummary("Sends all dead letters again; with ?receiver=, those of one.");
        group.MapPost("/receivers/{name}/test", TestAsync).Produces<TestReply>().RequireRole(Role.Operator)
            .WithSummary("Sends a test event to a receiver now, and says what came of it.");
    }

    private static IResult List(NotificationDesk desk, string? receiver = null, string? state = null, string? limit = null)
    {
        var wanted = state is null
            ? (DeliveryState?)null
            : Wire.Parse<DeliveryState>(state)
                ?? throw RefusedException.BadInput("no such state", "?state", state, $"write one of: {Wire.Words<DeliveryState>()}");
        return Results.Ok(new DeliveryListReply(
            desk.Deliveries(receiver is null ? null : Known(receiver, "?receiver", desk), wanted, RunQuery.Limit(limit))));
    }

    private static async Task<IResult> ResendAsync(string id, NotificationDesk desk)
    {
        var dead = Dead(id, desk);
        if (!desk.Knows(dead.Receiver))
            throw RefusedException.Conflict(
                $"no receiver is called '{dead.Receiver}' any more", "configure it and start the service again, or delete the dead letter");
        await desk.ResendAsync(dead);
        return Results.NoContent();
    }

    private static async Task<IResult> DeleteAsync(string id, NotificationDesk desk)
    {
        await desk.DeleteAsync(Dead(id, desk));
        return Results.NoContent();
    }

    private static async Task<IResult> ResendAllAsync(NotificationDesk desk, string? receiver = null) =>
        Results.Ok(new ResendReply(await desk.ResendAllAsync(receiver is null ? null : Known(receiver, "?receiver", desk))));

    private static async Task<IResult> TestAsync(string name, NotificationDesk desk, CancellationToken stop) =>
        Results.Ok(await desk.TestAsync(Known(name, "{name}", desk), stop));

    private static string Known(string name, string field, NotificationDesk desk) =>
        desk.Knows(Input.Name(name, field)) ? name : throw RefusedException.NotFound(
            "there is no such receiver", field, name, "GET /api/v1/notifications lists those there are");

    private static OutboxItem Dead(string id, NotificationDesk desk)
    {
        if (!long.TryParse(id, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var seq)
            || desk.Find(seq) is not { } item)
            throw RefusedException.NotFound(
                "there is no such delivery", "{id}", id, "GET /api/v1/notifications/deliveries lists those there are");
        return item.State == DeliveryState.Dead
            ? item
            : throw RefusedException.Conflict(
                $"delivery {id} is no dead letter: {Wire.Word(item.State)}",
                "GET /api/v1/notifications/deliveries?state=dead lists those there are");
    }
}
