namespace CiBudget.Redis;

/// <summary>
/// What Redis does in one step. A hash for the run, one for 24 hours and one for the month have the same fields: <c>b|process</c> is a
/// process's last sign of life, ms; <c>u|process|counter|bucket</c> what it has used, by hour or month, <c>r|process|counter</c> what it
/// has reserved; <c>e</c> is the hash's epoch. A process only ever sets fields of its own, and to its own sums, so a step that is done
/// twice does no harm.
/// </summary>
/// <remarks>
/// KEYS: the run's hash, and those over all runs that the run has limits for. The arguments of all scripts begin with: process,
/// milliseconds until a silent process is dead, number of what follows; then for each key its epoch (empty: not known yet), the seconds
/// that it is kept, and what its counters are over (run, month or a number of hours). Every answer begins with a word and, but for
/// <c>lost</c>, the server's time in ms.
/// </remarks>
internal static class RedisScripts
{
    /// <summary>
    /// For each ask: key (from 1), counter, amount, max, stop, own used, own reserved, field, value.
    /// Answers {granted, ms} when all is reserved, else {refused, ms, ask, used, reserved}.
    /// </summary>
    public const string Reserve =
        Common
        + """
            local function sums(k, counter)
              local key, oldest = KEYS[k], oldestOf[k]
              local used, reserved = 0, 0
              local all = redis.call('HGETALL', key)
              for i = 1, #all, 2 do
                local kind, process, of, bucket = string.match(all[i], '^([ur])|([^|]*)|([^|]*)|?(%d*)$')
                if kind and process ~= me and of == counter then
                  if kind == 'r' then reserved = reserved + tonumber(all[i + 1])
                  elseif tonumber(bucket) >= oldest then used = used + tonumber(all[i + 1]) end
                end
              end
              return used, reserved
            end

            local function reclaim(key)
              local all = redis.call('HGETALL', key)
              for i = 1, #all, 2 do
                local process = string.match(all[i], '^r|([^|]*)|')
                if process and process ~= me then
                  local beat = tonumber(redis.call('HGET', key, 'b|' .. process) or '0')
                  if now - beat > patience then redis.call('HDEL', key, all[i]) end
                end
              end
            end

            for i = 0, count - 1 do
              local a = first + i * 9
              local k, counter = tonumber(ARGV[a]), ARGV[a + 1]
              local amount, max, stop = tonumber(ARGV[a + 2]), tonumber(ARGV[a + 3]), ARGV[a + 4] == '1'
              local function refused()
                local used, reserved = sums(k, counter)
                used = used + tonumber(ARGV[a + 5])
                reserved = reserved + tonumber(ARGV[a + 6])
                local over
                if stop then over = amount > max - used - reserved else over = used >= max end
                return over and { 'refused', now, i, used, reserved }
              end
              local refusal = refused()
              if refusal and refusal[5] > 0 then
                reclaim(KEYS[k])
                refusal = refused()
              end
              if refusal then return refusal end
            end
            for i = 0, count - 1 do
              local a = first + i * 9
              redis.call('HSET', KEYS[tonumber(ARGV[a])], ARGV[a + 7], ARGV[a + 8])
            end
            return { 'granted', now }
            """;

    /// <summary>For each field: key, field, value. Also the sign of life. Answers {written, ms}.</summary>
    public const string Write =
        Common
        + """
            for i = 0, count - 1 do
              local a = first + i * 3
              redis.call('HSET', KEYS[tonumber(ARGV[a])], ARGV[a + 1], ARGV[a + 2])
            end
            return { 'written', now }
            """;

    /// <summary>For each counter: key, name. Answers {sums, ms, what is used of each}.</summary>
    public const string Rolling =
        Common
        + """
            local answer = { 'sums', now }
            for i = 0, count - 1 do
              local k, counter, used = tonumber(ARGV[first + i * 2]), ARGV[first + i * 2 + 1], 0
              local all = redis.call('HGETALL', KEYS[k])
              for j = 1, #all, 2 do
                local of, bucket = string.match(all[j], '^u|[^|]*|([^|]*)|(%d+)$')
                if of == counter and tonumber(bucket) >= oldestOf[k] then used = used + tonumber(all[j + 1]) end
              end
              answer[3 + i] = used
            end
            return answer
            """;

    /// <summary>Nothing but what is common: a process that does not know the epochs is told them, {epochs, ms, one for each key}.</summary>
    public const string Begin = Common + "return { 'written', now }";

    /// <summary>The month of a day since 1970, as <see cref="CounterSpan.Month"/> numbers them: years that begin in March have leap days last.</summary>
    internal const string MonthOf = """
        local function monthOf(days)
          local floor = math.floor
          local z = days + 719468
          local era = floor(z / 146097)
          local day = z - era * 146097
          local year = floor((day - floor(day / 1460) + floor(day / 36524) - floor(day / 146096)) / 365)
          local rest = day - (365 * year + floor(year / 4) - floor(year / 100))
          return (era * 400 + year) * 12 + floor((5 * rest + 2) / 153) + 2
        end

        """;

    /// <summary>
    /// Each hash has an epoch, drawn by the first process that meets it. Who finds another one than before has outlived the counts,
    /// which nobody can put together again: all of the run are told. Of what is over all runs, new runs begin new ones. A process that
    /// begins takes away what no longer counts.
    /// </summary>
    private const string Common =
        MonthOf
        + """
            local me, patience, count = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
            local first = 4 + 3 * #KEYS
            local time = redis.call('TIME')
            local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
            local oldestOf = {}
            for i = 1, #KEYS do
              local span = ARGV[3 + 3 * i]
              if span == 'run' then oldestOf[i] = 0
              elseif span == 'month' then oldestOf[i] = monthOf(math.floor(now / 86400000))
              else oldestOf[i] = math.floor(now / 3600000) - tonumber(span) end
            end
            local lost = false
            for i = 1, #KEYS do
              local known, found = ARGV[1 + 3 * i], redis.call('HGET', KEYS[i], 'e')
              lost = lost or found == 'lost' or (known ~= '' and found ~= known)
            end
            if lost then
              redis.call('HSET', KEYS[1], 'e', 'lost')
              redis.call('EXPIRE', KEYS[1], ARGV[5])
              return { 'lost' }
            end
            local begins = false
            local epochs = { 'epochs', now }
            for i = 1, #KEYS do
              begins = begins or ARGV[1 + 3 * i] == ''
              redis.call('HSETNX', KEYS[i], 'e', me)
              epochs[2 + i] = redis.call('HGET', KEYS[i], 'e')
              redis.call('HSET', KEYS[i], 'b|' .. me, string.format('%.0f', now))
              redis.call('EXPIRE', KEYS[i], ARGV[2 + 3 * i])
            end
            if begins then
              for i = 2, #KEYS do
                local all = redis.call('HGETALL', KEYS[i])
                for j = 1, #all, 2 do
                  local bucket = string.match(all[j], '^u|[^|]*|[^|]*|(%d+)$')
                  local silent = string.match(all[j], '^b|') and now - tonumber(all[j + 1]) > 172800000
                  if silent or (bucket and tonumber(bucket) < oldestOf[i]) then redis.call('HDEL', KEYS[i], all[j]) end
                end
              end
              return epochs
            end

            """;
}
