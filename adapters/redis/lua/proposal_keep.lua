-- Records how far applying has come.
-- ARGV: prefix, id, fence, progress, seconds to hold. Returns 1, or 0 where the fence has grown.

local _, _, fence, progress, hold = unpack(ARGV)
if field('state') ~= 'applying' or field('fence') ~= fence then return 0 end
local held = now() + hold
put('progress', progress, 'held', held)
redis.call('ZADD', due, held, id)
return 1
