-- Counts a failure of a server, and lets it rest where it failed often enough; for twice as long each time that a trial fails, too.
-- What was under way when it began to rest says nothing new.
-- KEYS: rest, failures, trial. ARGV: failures that make it rest, whether this one does alone (1), milliseconds of the first rest, of the
-- longest, of the least.
if redis.call('EXISTS', KEYS[1]) == 1 then return end
local most, longest, rest = tonumber(ARGV[1]), tonumber(ARGV[4]), tonumber(ARGV[5])
local failures = tonumber(redis.call('GET', KEYS[2]) or '0') + 1
if ARGV[2] == '1' then failures = math.max(failures, most) end
if failures >= most then rest = math.max(rest, ARGV[3] * 2 ^ math.min(failures - most, 20)) end
rest = math.min(rest, longest)
if rest > 0 then redis.call('SET', KEYS[1], '1', 'PX', math.floor(rest)) end
redis.call('SET', KEYS[2], failures, 'PX', math.floor(rest + longest))
redis.call('DEL', KEYS[3])
