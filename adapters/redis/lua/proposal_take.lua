-- Begins to apply a proposal that is pending and not past its end, or whose worker is gone; its fence grows.
-- ARGV: prefix, id, progress, seconds to hold. Returns 1, or 0 where that may not be.

local _, _, progress, hold = unpack(ARGV)
local state, at = field('state'), now()
if state == 'pending' then
  if at > tonumber(field('until')) then return 0 end
  put('progress', progress)
elseif state ~= 'applying' or at <= tonumber(field('held')) then
  return 0
end
redis.call('HINCRBY', key, 'fence', 1)
put('state', 'applying', 'held', at + hold)
redis.call('ZADD', due, at + hold, id)
return 1
