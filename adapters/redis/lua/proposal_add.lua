-- Keeps a new proposal.
-- ARGV: prefix, id, proposal, until, progress, person, seconds to keep. Returns 1, or 0 where the id is taken.

local _, _, proposal, ends, progress, person, keep = unpack(ARGV)
if redis.call('EXISTS', key) == 1 then return 0 end
put('proposal', proposal, 'until', ends, 'state', 'pending', 'fence', '0', 'held', '0', 'progress', progress)
redis.call('EXPIRE', key, keep)
redis.call('ZADD', due, ends, id)
local of = P .. 'proposals:of:' .. person
redis.call('ZADD', of, now(), id)
redis.call('EXPIRE', of, keep)
return 1
