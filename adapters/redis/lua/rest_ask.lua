-- Says whether a server that failed may be asked again. After a rest one asker alone is let through, to see whether it is well.
-- KEYS: rest, failures, trial. ARGV: failures that make it rest, milliseconds that a trial lasts at most.
-- Returns the milliseconds that it is still to be left alone; 0 where it may be asked.
local left = redis.call('PTTL', KEYS[1])
if left > 0 then return left end
if tonumber(redis.call('GET', KEYS[2]) or '0') < tonumber(ARGV[1]) then return 0 end
if redis.call('SET', KEYS[3], '1', 'NX', 'PX', ARGV[2]) then return 0 end
return math.max(1, redis.call('PTTL', KEYS[3]))
