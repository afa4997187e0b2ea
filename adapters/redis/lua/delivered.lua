-- Marks the first reply of a turn that waits as delivered.
-- ARGV: prefix, session, fence, turn, seconds to keep, the platform's ids. Returns 1, or 0 where the lease is another's.

local _, session, fence, turn, keep, ids = unpack(ARGV)
if not holds(session, fence) then return 0 end
local outbox, posted = P .. 'outbox:' .. session, P .. 'posted:' .. session .. ':'
for _, entry in ipairs(redis.call('LRANGE', outbox, 0, -1)) do
  local head = head_of(entry)
  if head.turn == turn then
    redis.call('LREM', outbox, 1, entry)
    redis.call('HDEL', P .. 'tries:' .. session, turn)
    if head.amends == '' then
      redis.call('SET', posted .. turn, ids, 'EX', keep)
    else
      -- It stands in the place of another turn's message now; a turn that has a message of its own keeps that one.
      redis.call('SET', posted .. head.amends, ids, 'EX', keep)
      redis.call('SET', posted .. turn, ids, 'EX', keep, 'NX')
    end
    return 1
  end
end
return 1
