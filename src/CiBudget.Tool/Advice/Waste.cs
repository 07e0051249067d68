using CiBudget.Checking;
using CiBudget.Json;
using CiBudget.Ledger;
using CiBudget.Pricing;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Tool.Advice;

/// <summary>
/// Reads ledgers entry by entry and finds money that bought nothing. Memory grows with models and different prompts, not with calls.
/// </summary>
internal sealed class Waste(PriceSheet prices)
{
    /// <summary>Prompts shorter than this cannot be cached by most models.</summary>
    private const long LeastCacheable = 1024;

    private const decimal ManyRetries = 0.1m;

    /// <summary>How long a 5-minute cache lives after its last use.</summary>
    private static readonly TimeSpan ShortRun = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, ModelUse> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PromptUse> _prompts = new(StringComparer.Ordinal);
    private DateTimeOffset? _first;
    private DateTimeOffset? _last;
    private long _calls;
    private long _retries;
    private decimal _cutUsd;
    private long _cutAnswers;
    private string? _cutTest;

    public void Add(LedgerEntry entry)
    {
        if (entry.Outcome == CallOutcome.Refused)
            return;
        if (entry.IsCall)
        {
            _calls++;
            _retries += entry.Attempt > 0 ? 1 : 0;
            _first = _first is null || entry.Time < _first ? entry.Time : _first;
            _last = _last is null || entry.Time > _last ? entry.Time : _last;
        }
        if (entry.Usage.Count == 0)
            return;
        var usd = 0m;
        for (var i = 0; i < entry.Usage.Count; i++)
        {
            var part = entry.Usage[i];
            var cost = CallCost.OfPart(entry.Usage, i, entry.Requested, prices).Usd ?? 0m;
            ModelOf(part.Model)
                .Add(part.Unbilled == UnbilledReason.None ? part.Tokens : default, cost);
            usd += cost;
        }
        if (entry.StopReason == "max_tokens")
        {
            _cutAnswers++;
            _cutUsd += usd;
            _cutTest ??= entry.Test?.Name;
        }
        // Attempts of one call are the SDK's, and no new question.
        if (entry is { PromptHash: { } hash, Attempt: 0 })
            PromptOf(hash, entry).Count++;
    }

    public IEnumerable<Suggestion> Suggestions() =>
        Caches().Concat(Prompts()).Concat(Answers()).Concat(Retries()).Concat(Models());

    private IEnumerable<Suggestion> Caches()
    {
        foreach (var (model, use) in Ordered())
        {
            if (prices.Find(model)?.Prices is not { } price)
                continue;
            if (use.Tokens.CacheWrite > 0 && use.Tokens.CacheRead == 0)
                yield return new(
                    "cacheNeverRead",
                    $"{Shown(model)}: {Amount.Count(use.Tokens.CacheWrite)} tokens were written to the prompt cache and never read. Take cache_control away, or let later calls share the prefix.",
                    Positive(
                        (
                            (use.Tokens.CacheWrite5m * ((price.CacheWrite5m - price.Input) ?? 0m))
                            + (use.Tokens.CacheWrite1h * ((price.CacheWrite1h - price.Input) ?? 0m))
                        ) / 1_000_000m
                    )
                );
            if (use.Tokens.CacheWrite1h > 0 && _last - _first < ShortRun)
                yield return new(
                    "longCacheInShortRun",
                    $"{Shown(model)}: {Amount.Count(use.Tokens.CacheWrite1h)} tokens were written for an hour in a run of {Amount.Duration((_last - _first) ?? default)}. Five minutes (the default ttl) would do.",
                    Positive(
                        use.Tokens.CacheWrite1h
                            * ((price.CacheWrite1h - price.CacheWrite5m) ?? 0m)
                            / 1_000_000m
                    )
                );
        }
    }

    private IEnumerable<Suggestion> Prompts()
    {
        foreach (
            var prompt in _prompts
                .Values.Where(prompt => prompt.Count > 1)
                .OrderByDescending(prompt => prompt.Count)
                .ThenBy(prompt => prompt.Test, StringComparer.Ordinal)
                .Take(5)
        )
        {
            var cached = SavedByCaching(prompt);
            yield return new(
                "samePrompt",
                $"the same prompt was sent {Amount.Count(prompt.Count)} times, first in {Shown(prompt.Test ?? "no test")} ({Amount.Count(prompt.InputTokens)} uncached tokens). "
                    + (
                        cached is null
                            ? "Send it once and share the answer, or replay it."
                            : "Cache its prefix (cache_control), or send it once and share the answer."
                    ),
                cached
            );
        }
    }

    private IEnumerable<Suggestion> Answers()
    {
        if (_cutAnswers > 0)
            yield return new(
                "maxTokensHit",
                $"{Amount.Counted(_cutAnswers, "answer")} ended at max_tokens, first in {Shown(_cutTest ?? "no test")}: {Amount.Usd(_cutUsd)} for answers that were cut. Raise max_tokens, or ask for less."
            );
    }

    private IEnumerable<Suggestion> Retries()
    {
        if (_calls > 0 && _retries > _calls * ManyRetries)
            yield return new(
                "retries",
                $"{Amount.Count(_retries)} of {Amount.Counted(_calls, "call")} ({Amount.Percent((decimal)_retries / _calls)}) are retries. See what fails first; a limit on \"retryShare\" keeps it in sight."
            );
    }

    private IEnumerable<Suggestion> Models()
    {
        foreach (var (model, use) in Ordered().Where(row => row.Use.Usd > 0m))
        {
            var cheaper = CheaperModels
                .For(model, prices)
                .Select(other => (Model: other, Usd: use.CostOn(other, prices)))
                .Where(other => other.Usd is { } usd && usd < use.Usd * 0.8m)
                .ToList();
            foreach (var (other, usd) in cheaper)
                yield return new(
                    "cheaperModel",
                    $"{Shown(model)} cost {Amount.Usd(use.Usd)}; the same tokens of {other} cost {Amount.Usd(usd!.Value)}. Where a test does not check how clever the answer is, it will do.",
                    use.Usd - usd
                );
        }
    }

    private decimal? SavedByCaching(PromptUse prompt)
    {
        if (
            prompt.InputTokens < LeastCacheable
            || prompt.Model is null
            || prices.Find(prompt.Model)?.Prices
                is not { Input: { } input, CacheWrite5m: { } write, CacheRead: { } read }
        )
            return null;
        var saved =
            prompt.InputTokens * ((prompt.Count * input) - write - ((prompt.Count - 1) * read));
        return Positive(saved / 1_000_000m);
    }

    private IEnumerable<(string Model, ModelUse Use)> Ordered() =>
        _models
            .OrderByDescending(pair => pair.Value.Usd)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => (pair.Key, pair.Value));

    private ModelUse ModelOf(string? model)
    {
        var name = model ?? Naming.UnknownModel;
        if (!_models.TryGetValue(name, out var use))
            _models[name] = use = new();
        return use;
    }

    private PromptUse PromptOf(string hash, LedgerEntry entry)
    {
        if (!_prompts.TryGetValue(hash, out var prompt))
            _prompts[hash] = prompt = new(
                entry.Test?.Name,
                entry.Usage[0].Model,
                entry.Usage[0].InputTokens
            );
        return prompt;
    }

    private static decimal? Positive(decimal usd) => usd > 0m ? usd : null;

    private static string Shown(string name) => SafeText.Line(name);

    private sealed class PromptUse(string? test, string? model, long inputTokens)
    {
        public string? Test { get; } = test;

        public string? Model { get; } = model;

        public long InputTokens { get; } = inputTokens;

        public long Count { get; set; }
    }
}
