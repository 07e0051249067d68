namespace CiBudget.Replay;

/// <summary>One stub of a server that knows neither steps nor both forms of a reply: one answer to one kind of request.</summary>
/// <param name="Title">For people who read the server's list of stubs.</param>
/// <param name="Priority">From 1; the lowest that matches answers.</param>
/// <param name="When">Which requests.</param>
/// <param name="Answer">What is sent.</param>
/// <param name="Use">How often; null for ever.</param>
/// <param name="EchoesModel">True when the answer names <see cref="ModelMark"/> where the request's model belongs.</param>
internal sealed record Stub(
    string Title,
    int Priority,
    StepMatch When,
    Answer Answer,
    StubUse? Use,
    bool EchoesModel
)
{
    /// <summary>Stands for the model of the request until the format is written.</summary>
    public const string ModelMark = "@@MODEL@@";
}

/// <summary>Which turns of a counter a stub answers.</summary>
/// <param name="Counter">The counter's name.</param>
/// <param name="First">The first turn, from zero.</param>
/// <param name="Times">How many turns.</param>
/// <param name="Total">The counter's last turn, plus one.</param>
/// <param name="Wraps">True when the first turn follows the last.</param>
internal sealed record StubUse(string Counter, int First, int Times, int Total, bool Wraps)
{
    /// <summary>The state's name before a turn.</summary>
    public string State(int turn) =>
        turn == 0 || (Wraps && turn == Total) ? "Started"
        : turn == Total ? "used up"
        : FormattableString.Invariant($"after {turn}");
}
