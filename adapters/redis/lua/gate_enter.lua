-- Asks for a place at a gate: 1 where it was given, 0 while it is not yet one's turn. Who asked first gets one first.
-- Places of holders that died come free when their time is over; who waits and no longer asks loses the place in the line.
-- KEYS: holders by when their time is over, those who wait by their number in the line, those who wait by when they last asked.
-- ARGV: who asks, places, milliseconds a place is held at most, milliseconds between two questions at most.
local holders, line, asked = KEYS[1], KEYS[2], KEYS[3]
local who, places, held, silence = unpack(ARGV)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', holders, '-inf', now)
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', asked, '-inf', now - silence)) do
  redis.call('ZREM', line, gone)
  redis.call('ZREM', asked, gone)
end

local last = redis.call('ZREVRANGE', line, 0, 0, 'WITHSCORES')[2]
redis.call('ZADD', line, 'NX', (last or 0) + 1, who)
if redis.call('ZRANK', line, who) < places - redis.call('ZCARD', holders) then
  redis.call('ZREM', line, who)
  redis.call('ZREM', asked, who)
  redis.call('ZADD', holders, now + held, who)
  redis.call('PEXPIRE', holders, held)
  return 1
end
redis.call('ZADD', asked, now, who)
redis.call('PEXPIRE', line, silence)
redis.call('PEXPIRE', asked, silence)
return 0
