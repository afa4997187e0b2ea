-- Gives a session back.
-- ARGV: prefix, session, fence. Returns 0 where the lease is another's, else {} or {correlation of what is to be done next}.

local session = ARGV[2]
if not holds(session, ARGV[3]) then return 0 end
redis.call('HDEL', P .. 'held', session)
redis.call('ZREM', P .. 'leases', session)
return {line_up(session)}
