using CiBudget.Budgets;
using CiBudget.Ledger;

namespace CiBudget.Checking;

/// <summary>
/// Holds calls against <c>models.allow</c> and <c>models.deny</c>, both by what was asked for and by what answered: a gateway, or a
/// fallback, may have answered with another model than the one that is to be kept out.
/// </summary>
internal sealed class ModelRules(Budget budget)
{
    private readonly Dictionary<(ModelRow Answered, ModelRow? Asked), BrokenModelRule[]> _known =
    [];
    private readonly List<BrokenModelRule> _broken = [];

    /// <summary>False when the budget file has no such rules.</summary>
    public bool Any { get; } = budget.AllowedModels is not null || budget.DeniedModels.Count > 0;

    public IReadOnlyList<BrokenModelRule> Broken => _broken;

    /// <summary>Adds a call that counts.</summary>
    /// <param name="answered">The model that answered; where none did, the one that was asked for.</param>
    /// <param name="asked">The one that was asked for; null when that is not known, or nobody asked for this one.</param>
    /// <param name="time">When it left.</param>
    /// <param name="test">Whose it is.</param>
    public void Add(ModelRow answered, ModelRow? asked, DateTimeOffset time, TestIdentity? test)
    {
        if (!_known.TryGetValue((answered, asked), out var broken))
            _known[(answered, asked)] = broken = [.. BrokenBy(answered, asked)];
        foreach (var rule in broken)
            rule.Calls.Add(time, test);
    }

    private IEnumerable<BrokenModelRule> BrokenBy(ModelRow answered, ModelRow? asked)
    {
        asked = ReferenceEquals(asked, answered) ? null : asked;
        // Two names of one model, such as an alias and the dated id that answers: the rules have one model to judge.
        var isSame = asked?.Meaning is { } meant && meant == answered.Meaning;

        var denied = DeniedBy(answered);
        if (denied is not null)
            yield return Rule(answered, denied);
        if (asked is not null && (denied is null || !isSame) && DeniedBy(asked) is { } unwanted)
            yield return Rule(asked, unwanted, isAsked: true);

        if (!IsAllowed(answered) && !(isSame && IsAllowed(asked!)))
            yield return Rule(answered);
        // A deployment or profile whose model nobody knows means what answers.
        if (asked?.Meaning is not null && !isSame && !IsAllowed(asked))
            yield return Rule(asked, isAsked: true);
    }

    private ModelRule? DeniedBy(ModelRow model) =>
        budget.DeniedModels.FirstOrDefault(rule => model.IsMatch(rule.Pattern));

    private bool IsAllowed(ModelRow model) =>
        model.Name is null
        || budget.AllowedModels?.Any(rule => model.IsMatch(rule.Pattern)) != false;

    /// <summary>One object for what is told together.</summary>
    private BrokenModelRule Rule(ModelRow model, ModelRule? denied = null, bool isAsked = false)
    {
        var rule = _broken.Find(known =>
            ReferenceEquals(known.Model, model)
            && ReferenceEquals(known.Denied, denied)
            && known.IsAsked == isAsked
        );
        if (rule is null)
            _broken.Add(rule = new(model, denied, isAsked));
        return rule;
    }
}

/// <summary>A model that was called though the budget file does not want it.</summary>
/// <param name="model">The model.</param>
/// <param name="denied">What names it in <c>models.deny</c>; null when <c>models.allow</c> lacks it.</param>
/// <param name="isAsked">True when it was asked for and another name answered.</param>
internal sealed class BrokenModelRule(ModelRow model, ModelRule? denied, bool isAsked)
{
    public ModelRow Model => model;

    public ModelRule? Denied => denied;

    public bool IsAsked => isAsked;

    public Occurrence Calls { get; } = new();
}
