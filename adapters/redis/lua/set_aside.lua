-- Takes a reply that this release cannot read out of the way of those behind it.
-- ARGV: prefix, session, fence, turn, seconds to keep. Returns 1, or 0 where the lease is another's.

local _, session, fence, turn, keep = unpack(ARGV)
if not holds(session, fence) then return 0 end
local outbox = P .. 'outbox:' .. session
for _, entry in ipairs(redis.call('LRANGE', outbox, 0, -1)) do
  if head_of(entry).turn == turn then
    redis.call('LREM', outbox, 1, entry)
    redis.call('RPUSH', P .. 'aside', entry)
    redis.call('LTRIM', P .. 'aside', -100, -1)
    redis.call('EXPIRE', P .. 'aside', keep)
    return 1
  end
end
return 1
