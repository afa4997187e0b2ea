-- Takes back what ran out and counts the sessions that wait for a worker, those of the next hundred people.
-- ARGV: prefix.

recall()
local waiting = 0
for _, person in ipairs(redis.call('ZRANGE', P .. 'rota', 0, 99)) do
  waiting = waiting + redis.call('ZCARD', P .. 'waiting:' .. person)
end
return waiting
