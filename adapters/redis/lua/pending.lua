-- What waits for delivery in a session, in order; nothing while its deliveries rest.
-- ARGV: prefix, session, fence. Returns 0 where the lease is another's, else turn, how often it was postponed, reply, turn, ...

local session = ARGV[2]
if not holds(session, ARGV[3]) then return 0 end
local found = {}
if resting(session) then return found end
redis.call('ZREM', P .. 'later', session)
for _, entry in ipairs(redis.call('LRANGE', P .. 'outbox:' .. session, 0, -1)) do
  local turn = head_of(entry).turn
  found[#found + 1] = turn
  found[#found + 1] = redis.call('HGET', P .. 'tries:' .. session, turn) or '0'
  found[#found + 1] = body_of(entry)
end
return found
