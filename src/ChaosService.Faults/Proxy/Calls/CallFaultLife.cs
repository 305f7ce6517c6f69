using System.Net.Sockets;
using ChaosService.Faults.Network.Links;
using ChaosService.Faults.Proxy.Choosing;
using ChaosService.Model.Faults;
using ChaosService.Proxies;
using ChaosService.Proxies.Http;
using ChaosService.Proxies.Http.Calls;

namespace ChaosService.Faults.Proxy.Calls;

/// <summary>The common part of every fault that is done to HTTP: its proxy, and the question that shows that a node speaks it.</summary>
internal abstract class CallFaultLife(
    FaultRequest request, string kind, ChosenParameters parameters, CallFault fault, NodeProxies proxies)
    : ChosenFaultLife(request, kind, parameters, proxies)
{
    protected override string Things => "calls";

    /// <summary>A question that changes nothing at the node, whatever it answers.</summary>
    protected abstract HttpRequestMessage HarmlessQuestion(Link link);

    /// <summary>It speaks what the fault is about.</summary>
    protected abstract bool IsAnswer(CallAnswer answer);

    protected override IProxy NewProxy(string node) => new HttpProxy(fault, TallyOf(node), Time);

    protected override async Task<PortAnswer> AskAsync(Socket socket, Link link, CancellationToken cancellationToken)
    {
        using var question = HarmlessQuestion(link);
        var answer = await CallQuestion.AskAsync(socket, question, AskLimit, Time, cancellationToken);
        return new(IsAnswer(answer), answer.End == AnswerEnd.Silent, $"{answer}");
    }
}
