-- Moves a proposal on from the state and fence it was read with.
-- ARGV: prefix, id, state it was in, fence, state to be, progress. Returns 1, or 0 where it stands elsewhere now.

local _, _, was, fence, state, progress = unpack(ARGV)
if field('state') ~= was or field('fence') ~= fence then return 0 end
put('state', state, 'progress', progress)
if state == 'pending' then
  redis.call('ZADD', due, field('until'), id)
else
  redis.call('ZREM', due, id)
end
return 1
