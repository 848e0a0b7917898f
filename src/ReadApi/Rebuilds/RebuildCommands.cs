using System.Runtime.CompilerServices;
using Platform.Projections.Questions;
using Platform.Projections.Rebuilds;
using Wolverine;
using Stored = Platform.Contracts.Rebuilds.Rebuild;

namespace Platform.ReadApi.Rebuilds;

/// <summary>Hands commands about rebuilds to the bus and answers with the rebuild they are about.</summary>
public sealed class RebuildCommands(IMessageBus bus, RebuildQuery query)
{
    /// <summary>Starts a rebuild. That of everything has the exploration store's beside it, unless that one is being rebuilt already.</summary>
    /// <exception cref="InvalidQuestionException">It cannot be done; the message says why.</exception>
    public async Task<Rebuild> StartAsync(StartRebuild command, CancellationToken cancellation)
    {
        if (command.Projection == Stored.Everything)
            await bus.InvokeAsync<RebuildAnswer>(command with { Projection = Stored.Exploration }, cancellation);
        return await SendAsync(command, cancellation);
    }

    /// <summary>Sends one of the commands.</summary>
    /// <exception cref="InvalidQuestionException">It cannot be done; the message says why.</exception>
    public async Task<Rebuild> SendAsync(object command, CancellationToken cancellation)
    {
        var answer = await bus.InvokeAsync<RebuildAnswer>(command, cancellation);
        if (answer.Problem is { } problem)
            throw new InvalidQuestionException(problem);
        return Rebuild.Of((await query.FindAsync(answer.Id, cancellation))!);
    }

    /// <summary>The rebuild now and whenever it has come further.</summary>
    /// <exception cref="InvalidQuestionException">There is none of this id.</exception>
    public static async IAsyncEnumerable<Rebuild> Watch(RebuildQuery query, string id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var status in query.Watch(Parse(id), cancellation))
            yield return Rebuild.Of(status);
    }

    /// <summary>The id as it was given out.</summary>
    /// <exception cref="InvalidQuestionException">It is none of ours.</exception>
    public static Guid Parse(string id) =>
        Guid.TryParse(id, out var parsed) ? parsed : throw new InvalidQuestionException("'id' is not the id of a rebuild.");
}
