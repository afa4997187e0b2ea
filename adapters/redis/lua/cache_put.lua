-- Keeps a value in groups, unless one of them was dropped a moment ago.
-- KEYS: base of the cache's keys. ARGV: key, value, milliseconds, milliseconds of the longest, groups.
local base, key, value, lasts, longest = KEYS[1], unpack(ARGV, 1, 4)
for at = 5, #ARGV do
  if redis.call('EXISTS', base .. 'closed:' .. ARGV[at]) == 1 then return 0 end
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('SET', base .. 'value:' .. key, value, 'PX', lasts)
for at = 5, #ARGV do
  local group = base .. 'group:' .. ARGV[at]
  redis.call('ZREMRANGEBYSCORE', group, '-inf', now)
  redis.call('ZADD', group, now + lasts, key)
  -- Longer than any entry: a bound by the entries themselves (PEXPIRE ... GT) needs Redis 7.
  redis.call('PEXPIRE', group, longest)
end
return 1
