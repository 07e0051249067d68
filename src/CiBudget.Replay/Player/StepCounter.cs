namespace CiBudget.Replay;

/// <summary>Gives out the steps of a scenario, each as often as it may answer, exactly, to any number of callers at once.</summary>
internal sealed class StepCounter(Scenario scenario)
{
    private readonly int[] _used = new int[scenario.Steps.Count];

    /// <summary>The first step that matches and is not used up; null when there is none. Not safe by itself: the player holds its lock.</summary>
    public int? Take(string method, string path, RequestFacts facts)
    {
        var step = Free(method, path, facts);
        if (step is null && scenario.Cycle)
        {
            BeginAgain(method, path, facts);
            step = Free(method, path, facts);
        }
        if (step is { } taken && scenario.Steps[taken].Times is not null)
            _used[taken]++;

        return step;
    }

    /// <summary>The step that <see cref="Take"/> would give, which stays unused.</summary>
    public int? Peek(string method, string path, RequestFacts facts)
    {
        if (Free(method, path, facts) is { } step)
            return step;

        if (!scenario.Cycle)
            return null;

        for (var i = 0; i < _used.Length; i++)
        {
            if (scenario.Steps[i].When.Matches(method, path, facts.Model, facts.Stream))
                return i;
        }
        return null;
    }

    /// <summary>True when a step matches but is used up.</summary>
    public bool IsUsedUp(string method, string path, RequestFacts facts) =>
        scenario.Steps.Any(step => step.When.Matches(method, path, facts.Model, facts.Stream));

    public void Reset() => Array.Clear(_used);

    private int? Free(string method, string path, RequestFacts facts)
    {
        for (var i = 0; i < _used.Length; i++)
        {
            var step = scenario.Steps[i];
            if (
                (step.Times is null || _used[i] < step.Times)
                && step.When.Matches(method, path, facts.Model, facts.Stream)
            )
                return i;
        }
        return null;
    }

    private void BeginAgain(string method, string path, RequestFacts facts)
    {
        for (var i = 0; i < _used.Length; i++)
        {
            if (scenario.Steps[i].When.Matches(method, path, facts.Model, facts.Stream))
                _used[i] = 0;
        }
    }
}
