namespace CiBudget.Redis;

/// <summary>
/// What Redis does in one step. A hash for the run and one for the rolling windows have the same fields: <c>b|process</c> is a process's
/// last sign of life, ms; <c>u|process|counter|hour</c> what it has used, <c>r|process|counter</c> what it has reserved; <c>e</c> is the
/// hash's epoch. A process only ever sets fields of its own, and to its own sums, so a step that is done twice does no harm.
/// </summary>
/// <remarks>
/// KEYS: the run's hash, and the windows' where the run has limits over 24 hours. The arguments of all scripts begin with: process, the
/// epochs of run and windows (empty: not known yet), milliseconds until a silent process is dead, hours of a window, seconds that the
/// run and the windows are kept, number of what follows. Every answer begins with a word and, but for <c>lost</c>, the server's time in ms.
/// </remarks>
internal static class RedisScripts
{
    /// <summary>
    /// For each ask: window (1 or 2), counter, amount, max, stop, own used, own reserved, field, value.
    /// Answers {granted, ms} when all is reserved, else {refused, ms, ask, used, reserved}.
    /// </summary>
    public const string Reserve =
        Common
        + """
            local function sums(key, counter)
              local used, reserved = 0, 0
              local all = redis.call('HGETALL', key)
              for i = 1, #all, 2 do
                local kind, process, of, hour = string.match(all[i], '^([ur])|([^|]*)|([^|]*)|?(%d*)$')
                if kind and process ~= me and of == counter then
                  if kind == 'r' then reserved = reserved + tonumber(all[i + 1])
                  elseif hour == '0' or tonumber(hour) >= oldest then used = used + tonumber(all[i + 1]) end
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
              local key, counter = KEYS[tonumber(ARGV[a])], ARGV[a + 1]
              local amount, max, stop = tonumber(ARGV[a + 2]), tonumber(ARGV[a + 3]), ARGV[a + 4] == '1'
              local function refused()
                local used, reserved = sums(key, counter)
                used = used + tonumber(ARGV[a + 5])
                reserved = reserved + tonumber(ARGV[a + 6])
                local over
                if stop then over = amount > max - used - reserved else over = used >= max end
                return over and { 'refused', now, i, used, reserved }
              end
              local refusal = refused()
              if refusal and refusal[5] > 0 then
                reclaim(key)
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

    /// <summary>For each field: window, field, value. Also the sign of life. Answers {written, ms}.</summary>
    public const string Write =
        Common
        + """
            for i = 0, count - 1 do
              local a = first + i * 3
              redis.call('HSET', KEYS[tonumber(ARGV[a])], ARGV[a + 1], ARGV[a + 2])
            end
            return { 'written', now }
            """;

    /// <summary>Names of counters. Answers {sums, ms, what is used of each}.</summary>
    public const string Rolling =
        Common
        + """
            local all = redis.call('HGETALL', KEYS[2])
            local answer = { 'sums', now }
            for i = 0, count - 1 do
              local used = 0
              for j = 1, #all, 2 do
                local of, hour = string.match(all[j], '^u|[^|]*|([^|]*)|(%d+)$')
                if of == ARGV[first + i] and tonumber(hour) >= oldest then used = used + tonumber(all[j + 1]) end
              end
              answer[3 + i] = used
            end
            return answer
            """;

    /// <summary>Nothing but what is common: a process that does not know the epochs is told them, {epochs, ms, run's, windows'}.</summary>
    public const string Begin = Common + "return { 'written', now }";

    /// <summary>
    /// Each hash has an epoch, drawn by the first process that meets it. Who finds another one than before has outlived the counts,
    /// which nobody can put together again: all of the run are told. Of the windows, new runs begin new ones.
    /// </summary>
    private const string Common = """
        local me, patience, first = ARGV[1], tonumber(ARGV[4]), 9
        local count = tonumber(ARGV[8])
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
        local oldest = math.floor(now / 3600000) - tonumber(ARGV[5])
        local lost = false
        for i = 1, #KEYS do
          local known, found = ARGV[1 + i], redis.call('HGET', KEYS[i], 'e')
          lost = lost or found == 'lost' or (known ~= '' and found ~= known)
        end
        if lost then
          redis.call('HSET', KEYS[1], 'e', 'lost')
          redis.call('EXPIRE', KEYS[1], ARGV[6])
          return { 'lost' }
        end
        local begins = false
        local epochs = { 'epochs', now }
        for i = 1, #KEYS do
          begins = begins or ARGV[1 + i] == ''
          redis.call('HSETNX', KEYS[i], 'e', me)
          epochs[2 + i] = redis.call('HGET', KEYS[i], 'e')
          redis.call('HSET', KEYS[i], 'b|' .. me, string.format('%.0f', now))
          redis.call('EXPIRE', KEYS[i], ARGV[5 + i])
        end
        if begins then return epochs end

        """;
}
