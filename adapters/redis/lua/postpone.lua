-- Lets a session's deliveries rest.
-- ARGV: prefix, session, fence, turn, milliseconds, seconds to keep. Returns 1, or 0 where the lease is another's.

local _, session, fence, turn, rest, keep = unpack(ARGV)
if not holds(session, fence) then return 0 end
redis.call('ZADD', P .. 'later', now_ms() + rest, session)
redis.call('HINCRBY', P .. 'tries:' .. session, turn, 1)
redis.call('EXPIRE', P .. 'tries:' .. session, keep)
return 1
