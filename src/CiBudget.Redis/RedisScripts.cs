namespace CiBudget.Redis;

/// <summary>
/// What Redis does in one step. A hash for the run and one for the rolling windows have the same fields: <c>b|process</c> is a process's
/// last sign of life, ms; <c>u|process|counter|hour</c> what it has used, <c>r|process|counter</c> what it has reserved. A process
/// only ever sets fields of its own, and to its own sums, so a step that is done twice does no harm.
/// </summary>
internal static class RedisScripts
{
    /// <summary>
    /// ARGV: process, epoch, milliseconds until a silent process is dead, oldest hour that counts, seconds that the run and the window
    /// are kept, number of asks; for each: window (1 or 2), counter, amount, max, stop, own used, own reserved, field, value.
    /// Returns {} when all is reserved, {"lost"}, or {ask, used, reserved}.
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

            local function bury(key)
              local all = redis.call('HGETALL', key)
              for i = 1, #all, 2 do
                local process = string.match(all[i], '^r|([^|]*)|')
                if process and process ~= me then
                  local beat = tonumber(redis.call('HGET', key, 'b|' .. process) or '0')
                  if now - beat > patience then redis.call('HDEL', key, all[i]) end
                end
              end
            end

            local first = 8
            for i = 0, tonumber(ARGV[7]) - 1 do
              local a = first + i * 9
              local key, counter = KEYS[tonumber(ARGV[a])], ARGV[a + 1]
              local amount, max, stop = tonumber(ARGV[a + 2]), tonumber(ARGV[a + 3]), ARGV[a + 4] == '1'
              local function refused()
                local used, reserved = sums(key, counter)
                used = used + tonumber(ARGV[a + 5])
                reserved = reserved + tonumber(ARGV[a + 6])
                local over
                if stop then over = amount > max - used - reserved else over = used >= max end
                return over and { i, used, reserved }
              end
              local refusal = refused()
              if refusal and refusal[3] > 0 then
                bury(key)
                refusal = refused()
              end
              if refusal then return refusal end
            end
            for i = 0, tonumber(ARGV[7]) - 1 do
              local a = first + i * 9
              redis.call('HSET', KEYS[tonumber(ARGV[a])], ARGV[a + 7], ARGV[a + 8])
            end
            return {}
            """;

    /// <summary>ARGV as above up to the number of fields; for each: window, field, value. Also the sign of life. Returns {} or {"lost"}.</summary>
    public const string Write =
        Common
        + """
            for i = 0, tonumber(ARGV[7]) - 1 do
              local a = 8 + i * 3
              redis.call('HSET', KEYS[tonumber(ARGV[a])], ARGV[a + 1], ARGV[a + 2])
            end
            return {}
            """;

    /// <summary>ARGV as above up to the number of counters; then their names, oldest hour and older left out. Returns what is used of each.</summary>
    public const string Rolling =
        Common
        + """
            local all = redis.call('HGETALL', KEYS[2])
            local sums = {}
            for i = 1, tonumber(ARGV[7]) do
              local used = 0
              for j = 1, #all, 2 do
                local of, hour = string.match(all[j], '^u|[^|]*|([^|]*)|(%d+)$')
                if of == ARGV[7 + i] and tonumber(hour) >= oldest then used = used + tonumber(all[j + 1]) end
              end
              sums[i] = used
            end
            return sums
            """;

    /// <summary>
    /// The run's epoch is drawn by its first process. One that finds another has outlived the counts of the run, which nobody can put
    /// together again: all of the run are told.
    /// </summary>
    private const string Common = """
        local me, epoch, patience, oldest = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
        local found = redis.call('HGET', KEYS[1], 'e')
        if found == 'lost' or (epoch ~= '' and found ~= epoch) then
          redis.call('HSET', KEYS[1], 'e', 'lost')
          redis.call('EXPIRE', KEYS[1], ARGV[5])
          return { 'lost' }
        end
        if not found then
          found = ARGV[1]
          redis.call('HSET', KEYS[1], 'e', found)
        end
        for i = 1, 2 do
          redis.call('HSET', KEYS[i], 'b|' .. me, string.format('%.0f', now))
          redis.call('EXPIRE', KEYS[i], ARGV[4 + i])
        end
        if epoch == '' then return { 'epoch', found } end

        """;
}
