-- Drops all of a group, and closes it for a moment.
-- KEYS: base of the cache's keys. ARGV: group, milliseconds it stays closed.
local base, group, closed = KEYS[1], ARGV[1], ARGV[2]
for _, key in ipairs(redis.call('ZRANGE', base .. 'group:' .. group, 0, -1)) do
  redis.call('UNLINK', base .. 'value:' .. key)
end
redis.call('UNLINK', base .. 'group:' .. group)
if tonumber(closed) > 0 then redis.call('SET', base .. 'closed:' .. group, '1', 'PX', closed) end
