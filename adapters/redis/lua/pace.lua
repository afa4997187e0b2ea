-- Gives the next place in time of something that is done at intervals.
-- KEYS: when the next may be done (ms). ARGV: milliseconds between two, milliseconds a place may be ahead at most.
-- Returns the milliseconds until that place; it is taken only where it is not farther ahead than allowed.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local free = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0'))
local interval, most = tonumber(ARGV[1]), tonumber(ARGV[2])
if free - now <= most then
  redis.call('SET', KEYS[1], free + interval, 'PX', free - now + interval)
end
return free - now
